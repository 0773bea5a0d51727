using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Microsoft.Extensions.Localization;
using OrderApp.Marketplace.Visitors;

namespace OrderApp.Marketplace.Pages.Operator.Importing;

/// <summary>Takes a file of books in.</summary>
[RequestSizeLimit(ImportDesk.MostBytes + (64 * 1024))]
internal sealed class UploadModel(ImportDesk desk, IStringLocalizer<Texts> texts) : PageModel
{
    private const int LongestName = 100;

    public FormErrors Errors { get; private set; } = FormErrors.None;

    public IActionResult OnGet() => Page();

    public async Task<IActionResult> OnPostAsync(IFormFile? file, CancellationToken cancellationToken)
    {
        if (file is not { Length: > 0 })
            return Refused("Choose a file first.", StatusCodes.Status400BadRequest);
        if (file.Length > ImportDesk.MostBytes)
            return Refused("The file is too large.", StatusCodes.Status413PayloadTooLarge);
        if (!desk.HasRoom)
            return Refused("Too many files are being imported. Try again later.", StatusCodes.Status503ServiceUnavailable);
        try
        {
            await using var content = file.OpenReadStream();
            var job = await desk.TakeAsync(Visitor.Of(HttpContext).AccountId!, NameOf(file), content, cancellationToken);
            return RedirectToPage("/Operator/Importing/Job", new { job.Id });
        }
        catch (InvalidDataException)
        {
            return Refused("This is no list: it has no header line.", StatusCodes.Status400BadRequest);
        }
    }

    // Browsers send the name; some with a path before it.
    private static string NameOf(IFormFile file)
    {
        var name = string.Concat(file.FileName.Split('/', '\\')[^1].Where(letter => !char.IsControl(letter)).Take(LongestName)).Trim();
        return name.Length > 0 ? name : "list";
    }

    private PageResult Refused(string problem, int status)
    {
        Errors = new(null, new Dictionary<string, string> { ["file"] = texts[problem].Value });
        Response.StatusCode = status;
        return Page();
    }
}
