using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace OrderApp.ServiceDefaults.Reflection;

/// <summary>Finds the .proto file that declares a name, with all that it imports.</summary>
internal sealed class DescriptorIndex
{
    private readonly Dictionary<string, FileDescriptor> filesByName = [];
    private readonly Dictionary<string, FileDescriptor> filesBySymbol = [];

    public DescriptorIndex(IEnumerable<FileDescriptor> files)
    {
        foreach (var file in files)
            Add(file);
    }

    /// <summary>The serialized file of this name and its imports, or null.</summary>
    public IReadOnlyList<ByteString>? FileByName(string name) =>
        filesByName.TryGetValue(name, out var file) ? WithImports(file) : null;

    /// <summary>The serialized file that declares this service, method, message, field or enum, and its imports, or null.</summary>
    public IReadOnlyList<ByteString>? FileBySymbol(string symbol) =>
        filesBySymbol.TryGetValue(symbol, out var file) ? WithImports(file) : null;

    /// <summary>Whether a message of this full name is declared.</summary>
    public bool HasMessage(string fullName) =>
        filesBySymbol.TryGetValue(fullName, out var file) && file.MessageTypes.Any(message => message.FullName == fullName);

    private void Add(FileDescriptor file)
    {
        if (!filesByName.TryAdd(file.Name, file))
            return;
        foreach (var import in file.Dependencies)
            Add(import);
        foreach (var service in file.Services)
        {
            filesBySymbol[service.FullName] = file;
            foreach (var method in service.Methods)
                filesBySymbol[method.FullName] = file;
        }

        foreach (var type in file.EnumTypes)
            AddEnum(type, file);
        foreach (var message in file.MessageTypes)
            AddMessage(message, file);
    }

    private void AddMessage(MessageDescriptor message, FileDescriptor file)
    {
        filesBySymbol[message.FullName] = file;
        foreach (var field in message.Fields.InDeclarationOrder())
            filesBySymbol[field.FullName] = file;
        foreach (var nested in message.NestedTypes)
            AddMessage(nested, file);
        foreach (var nested in message.EnumTypes)
            AddEnum(nested, file);
    }

    private void AddEnum(EnumDescriptor type, FileDescriptor file)
    {
        filesBySymbol[type.FullName] = file;
        // By protobuf's rules a value is a sibling of its enum; the runtime's FullName says otherwise.
        var scope = type.FullName[..^type.Name.Length];
        foreach (var value in type.Values)
            filesBySymbol[scope + value.Name] = file;
    }

    private static List<ByteString> WithImports(FileDescriptor file)
    {
        var seen = new HashSet<string>();
        var found = new List<ByteString>();
        Collect(file);
        return found;

        void Collect(FileDescriptor next)
        {
            if (!seen.Add(next.Name))
                return;
            found.Add(next.SerializedData);
            foreach (var import in next.Dependencies)
                Collect(import);
        }
    }
}
