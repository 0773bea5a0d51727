using Microsoft.Playwright;

namespace OrderApp.Tests.EndToEnd.Browser;

/// <summary>Pictures of the pages, for people to look at: artifacts/screenshots beside the solution.</summary>
internal static class Shots
{
    private static readonly string Folder = Path.Combine(Root(), "artifacts", "screenshots");

    public static Task TakeAsync(IPage page, string name) =>
        page.ScreenshotAsync(new() { Path = Path.Combine(Folder, name + ".png"), FullPage = true });

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "OrderApp.sln")))
                return folder.FullName;
        }

        return AppContext.BaseDirectory;
    }
}
