using System.Security.Cryptography;
using Google.Protobuf;
using OrderApp.ServiceDefaults;
using OrderApp.ServiceDefaults.Callers;

namespace OrderApp.Payments.Common;

/// <summary>A request that changes something: its key, which is its caller's own, and a hash of what was asked for.</summary>
internal sealed record Request(string Caller, string Id, byte[] Fingerprint)
{
    private const int MaxIdLength = 255;

    /// <summary>Checks a request's key.</summary>
    /// <param name="kind">What is asked for.</param>
    /// <param name="requestId">The request's field.</param>
    /// <param name="message">The whole request.</param>
    /// <param name="caller">Who asks.</param>
    public static Request Of(OperationKind kind, string requestId, IMessage message, Caller caller)
    {
        TextRules.Check("request_id", requestId, MaxIdLength, required: true);
        // It is kept for good and the payment token goes into it: no hash that could lead back to the token.
        var fingerprint = SHA256.HashData([(byte)kind, .. message.ToByteArray()]);
        // The shop's services are one caller: what one began, another may go on with.
        // An operator may be a client in its own name, which has no account.
        return new(caller.IsService ? "service" : caller.AccountId ?? "operator", requestId, fingerprint);
    }

    /// <summary>Refuses it when its key was used for something else.</summary>
    public void CheckSame(byte[] stored)
    {
        if (!stored.AsSpan().SequenceEqual(Fingerprint))
            throw PaymentErrors.RequestIdTaken();
    }
}
