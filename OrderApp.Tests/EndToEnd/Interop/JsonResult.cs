using System.Text.Json;

namespace OrderApp.Tests.EndToEnd.Interop;

/// <summary>Short ways into what a script tells.</summary>
internal static class JsonResult
{
    public static string[] Texts(this JsonElement result, string property) => result.GetProperty(property).Deserialize<string[]>()!;

    public static string Text(this JsonElement result, string property) => result.GetProperty(property).GetString()!;
}
