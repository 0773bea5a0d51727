using System.Net.Sockets;

namespace OrderApp.Benchmarks.Load;

/// <summary>
/// Runs connections on one thread, as h2load does: what has come in on any of them is answered before anything is waited for. A thread for each
/// would answer in dribs and drabs, which no crowd of customers does and which costs the server more.
/// </summary>
internal static class DriverLoop
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Runs until the pace of every connection has ended and every call has been answered.</summary>
    public static void Run(IEnumerable<GrpcDriver> drivers)
    {
        var open = drivers.ToDictionary(driver => driver.Socket);
        while (true)
        {
            foreach (var (socket, driver) in open)
            {
                if (!driver.Send())
                    open.Remove(socket);
            }

            if (open.Count == 0)
                return;
            ReceiveWhatHasCome(open);
        }
    }

    private static void ReceiveWhatHasCome(Dictionary<Socket, GrpcDriver> open)
    {
        var untilDue = open.Values.Min(driver => driver.UntilDue);
        var readable = open.Keys.ToList();
        Socket.Select(readable, null, null, untilDue ?? Patience);
        foreach (var socket in readable)
        {
            if (!open[socket].Receive())
                open.Remove(socket);
        }

        if (readable.Count > 0 || untilDue is not null)
            return;
        foreach (var driver in open.Values)
            driver.Lose("no answer for 30 s");
        open.Clear();
    }
}
