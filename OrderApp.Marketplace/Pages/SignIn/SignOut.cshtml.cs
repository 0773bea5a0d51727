using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using OrderApp.Marketplace.Visitors;

namespace OrderApp.Marketplace.Pages.SignIn;

internal sealed class SignOutModel(Session session) : PageModel
{
    public async Task<IActionResult> OnPostAsync()
    {
        await session.EndAsync(HttpContext);
        return Redirect("/");
    }
}
