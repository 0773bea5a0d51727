namespace OrderApp.Tests.Resilience.Fuzzing;

/// <summary>Changes a message's bytes as no generated code would.</summary>
internal static class WireMutation
{
    public static byte[] Of(byte[] message, FuzzRandom random)
    {
        for (var times = 1 + random.Below(3); times > 0; times--)
            message = Once(message, random);
        return message;
    }

    private static byte[] Once(byte[] message, FuzzRandom random)
    {
        var at = random.Below(message.Length + 1);
        switch (random.Below(9))
        {
            case 0: // cut off
                return message[..at];
            case 1: // one bit
                if (message.Length == 0)
                    return [0x0A];
                var changed = message.ToArray();
                changed[random.Below(changed.Length)] ^= (byte)(1 << random.Below(8));
                return changed;
            case 2: // bytes in between
                return [.. message[..at], .. random.Bytes(12), .. message[at..]];
            case 3: // said twice
                return [.. message, .. message];
            case 4: // a field that the message does not have
                return [.. message, .. Tag(1000 + random.Below(500_000_000), wireType: 0), 0x01];
            case 5: // a field in another wire type, group markers and forbidden ones included
                return [.. message, .. Tag(1 + random.Below(10), random.Below(8)), .. random.Bytes(9)];
            case 6: // a text that is none
                var text = random.Pick(OddValues.NoTexts);
                return [.. message, .. Tag(1 + random.Below(8), wireType: 2), (byte)text.Length, .. text];
            case 7: // a length beyond the end
                return [.. message, .. Tag(1 + random.Below(8), wireType: 2), .. random.Pick<byte[]>([[0x7F], [0xFF, 0xFF, 0xFF, 0xFF, 0x07], [0xFF, 0xFF, 0xFF, 0xFF, 0x0F]])];
            default: // nested without end
                var deep = new byte[2 * 200];
                for (var i = 0; i < deep.Length; i += 2)
                    (deep[i], deep[i + 1]) = ((byte)(0x0A + (8 * random.Below(8))), (byte)Math.Min(127, deep.Length - i - 2));
                return [.. message, .. deep];
        }
    }

    private static byte[] Tag(int field, int wireType)
    {
        var bytes = new List<byte>();
        for (var value = ((ulong)field << 3) | (uint)wireType; ; value >>= 7)
        {
            bytes.Add((byte)((value & 0x7F) | (value > 0x7F ? 0x80u : 0u)));
            if (value <= 0x7F)
                return [.. bytes];
        }
    }
}
