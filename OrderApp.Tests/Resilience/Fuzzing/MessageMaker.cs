using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace OrderApp.Tests.Resilience.Fuzzing;

/// <summary>Makes messages of any type from its descriptor: right in form, and odd, empty, huge or right in each field.</summary>
internal sealed class MessageMaker(KnownValues known, FuzzRandom random)
{
    private const int DeepestNesting = 4;

    public IMessage Make(MessageDescriptor type, int depth = 0)
    {
        var message = type.Parser.ParseFrom(ByteString.Empty);
        foreach (var field in type.Fields.InDeclarationOrder())
        {
            if (random.Chance(0.35))
                continue;
            if (field.IsMap)
                continue;
            if (field.IsRepeated)
                Fill((System.Collections.IList)field.Accessor.GetValue(message), field, depth);
            else if (Value(field, depth) is { } value)
                field.Accessor.SetValue(message, value);
        }

        return message;
    }

    private void Fill(System.Collections.IList values, FieldDescriptor field, int depth)
    {
        var count = random.Chance(0.05) ? 300 : random.Below(4);
        for (var i = 0; i < count; i++)
        {
            if (Value(field, depth) is { } value)
                values.Add(value);
        }
    }

    private object? Value(FieldDescriptor field, int depth) => field.FieldType switch
    {
        FieldType.Bool => random.Chance(0.5),
        FieldType.String => known.TextFor(field.Name, random),
        FieldType.Bytes => ByteString.CopyFrom(random.Bytes(40)),
        FieldType.Int32 or FieldType.SInt32 or FieldType.SFixed32 => random.Chance(0.8) ? random.Pick(OddValues.Integers) : (int)random.Whole(),
        FieldType.UInt32 or FieldType.Fixed32 => (uint)random.Pick(OddValues.Integers),
        FieldType.Int64 or FieldType.SInt64 or FieldType.SFixed64 => random.Chance(0.6) ? random.Pick(OddValues.Integers) : random.Whole(),
        FieldType.UInt64 or FieldType.Fixed64 => (ulong)random.Whole(),
        FieldType.Double => random.Pick(OddValues.Doubles),
        FieldType.Float => (float)random.Pick(OddValues.Doubles),
        FieldType.Enum => System.Enum.ToObject(
            field.EnumType.ClrType, random.Chance(0.7) ? random.Pick([.. field.EnumType.Values]).Number : random.Pick(OddValues.Integers)),
        FieldType.Message when depth < DeepestNesting => Make(field.MessageType, depth + 1),
        _ => null,
    };
}
