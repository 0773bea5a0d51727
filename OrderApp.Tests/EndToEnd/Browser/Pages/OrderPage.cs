using Microsoft.Playwright;

namespace OrderApp.Tests.EndToEnd.Browser.Pages;

internal sealed class OrderPage(IPage page)
{
    public ILocator Name => page.GetByRole(AriaRole.Heading, new() { Level = 1 });

    public ILocator Thanks => page.GetByText("Thank you! The order is recorded.");

    public ILocator Conflict => page.GetByText("Somebody else has changed this order in the meantime.");

    public ILocator ChangedElsewhere => page.GetByText("The order was just changed by somebody else.");

    public ILocator NameField => page.GetByRole(AriaRole.Textbox, new() { Name = "Name", Exact = true });

    public async Task<OrdersPage> OpenAllOrdersAsync()
    {
        await page.GetByRole(AriaRole.Link, new() { Name = "My orders" }).ClickAsync();
        return new(page);
    }

    public async Task RenameAsync(string name)
    {
        await NameField.FillAsync(name);
        await page.GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
    }

    public async Task DeleteAsync()
    {
        await page.GetByText("Delete the order…").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Yes, delete it" }).ClickAsync();
    }
}
