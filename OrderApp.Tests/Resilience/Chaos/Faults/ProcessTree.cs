using System.Globalization;

namespace OrderApp.Tests.Resilience.Chaos.Faults;

/// <summary>A process and all that it has started.</summary>
internal static class ProcessTree
{
    public static IReadOnlyList<int> Of(int root)
    {
        var parents = new Dictionary<int, int>();
        foreach (var folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), CultureInfo.InvariantCulture, out var id) && ParentOf(folder) is { } parent)
                parents[id] = parent;
        }

        List<int> tree = [root];
        for (var index = 0; index < tree.Count; index++)
            tree.AddRange(parents.Where(process => process.Value == tree[index]).Select(process => process.Key));
        return tree;
    }

    private static int? ParentOf(string folder)
    {
        try
        {
            // "id (name) state parent ...", and a name may hold anything.
            var fields = File.ReadAllText(Path.Combine(folder, "stat"));
            return int.Parse(fields[(fields.LastIndexOf(')') + 2)..].Split(' ')[1], CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return null; // It has ended meanwhile.
        }
    }
}
