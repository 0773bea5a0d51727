namespace OrderApp.Tests.Resilience.Http2;

/// <summary>What comes in on a connection's streams.</summary>
internal interface IStreamEvents
{
    /// <summary>The first headers have come, and the stream is not over with them.</summary>
    void Opened(int stream)
    {
    }

    /// <summary>Some bytes of a stream's body; they are the reader's only until it returns.</summary>
    void Data(int stream, ReadOnlySpan<byte> bytes);

    /// <summary>A stream has ended, with a gRPC status or, where there was none, with the words for what happened.</summary>
    void Ended(int stream, int? grpcStatus, string? failure);
}
