using System.Text;
using OrderApp.Protos;

namespace OrderApp.Tests.Resilience.Http2;

public sealed class Http2Tests
{
    [Fact]
    public void A_frame_header_reads_back_as_it_was_written()
    {
        var header = new FrameHeader(0x012345, FrameType.Headers, FrameHeader.EndStream | FrameHeader.EndHeaders, 0x7FFF_0001);
        var bytes = new byte[FrameHeader.Size];

        header.Write(bytes);

        Assert.Equal(new byte[] { 0x01, 0x23, 0x45, 0x01, 0x05, 0x7F, 0xFF, 0x00, 0x01 }, bytes);
        Assert.Equal(header, FrameHeader.Read(bytes));
    }

    // RFC 7541, appendix C.1.
    [Theory]
    [InlineData(10, 5, new byte[] { 10 })]
    [InlineData(1337, 5, new byte[] { 31, 154, 10 })]
    [InlineData(42, 8, new byte[] { 42 })]
    public void Integers_are_coded_as_in_the_examples_of_the_specification(int value, int prefixBits, byte[] coded)
    {
        var block = new List<byte>();

        Hpack.WriteInteger(block, value, prefixBits, first: 0);

        Assert.Equal(coded, block);
    }

    // RFC 7541, appendix C.2.2: ":path: /sample/path".
    [Fact]
    public void A_literal_field_without_indexing_is_coded_as_in_the_example_of_the_specification()
    {
        var block = new List<byte>();

        Hpack.WriteField(block, staticName: 4, "/sample/path");

        Assert.Equal(Convert.FromHexString("040c2f73616d706c652f70617468"), block);
    }

    [Theory]
    [InlineData("grpc-status", "0", 0)]
    [InlineData("grpc-status", "14", 14)]
    [InlineData("grpc-message", "0", null)]
    public void The_status_is_found_among_other_fields(string name, string value, int? status)
    {
        var block = new List<byte> { 0x88, 0x20 }; // ":status: 200", and the dynamic table made empty
        Hpack.WriteField(block, staticName: 31, "application/grpc");
        Hpack.WriteField(block, name, value);

        Assert.Equal(status, Trailers.FindGrpcStatus(block.ToArray()));
    }

    [Fact]
    public void A_header_block_that_breaks_off_is_refused()
    {
        var block = new List<byte>();
        Hpack.WriteField(block, "grpc-status", "0");

        Assert.Throws<Http2Exception>(() => Trailers.FindGrpcStatus(block.ToArray().AsSpan(0, block.Count - 1)));
    }

    [Fact]
    public void Messages_stand_in_a_body_after_their_lengths()
    {
        var body = GrpcFrame.Of(new ReadOrderRequest { Uuid = "ab" }, new ListOrdersRequest());

        Assert.Equal(Convert.FromHexString("00000000040A02" + Convert.ToHexString(Encoding.ASCII.GetBytes("ab")) + "0000000000"), body);
    }
}
