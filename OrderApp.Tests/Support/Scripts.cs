namespace OrderApp.Tests.Support;

/// <summary>Stand-ins for programs, written in shell.</summary>
internal static class Scripts
{
    public static string Write(string path, string text)
    {
        File.WriteAllText(path, "#!/bin/sh\n" + text);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return path;
    }
}
