using Grpc.Core;
using OrderApp.ServiceDefaults;

namespace OrderApp.Users.Accounts;

/// <summary>The refusals of the account service, beside those of a field (<see cref="GrpcErrors.InvalidArgument"/>).</summary>
internal static class AccountErrors
{
    /// <summary>One text for all reasons: it tells nothing about who has an account.</summary>
    public static RpcException SignInRefused() => GrpcErrors.Make(
        StatusCode.Unauthenticated, "SIGN_IN_REFUSED", "the email address or the password is wrong, or the address is not confirmed yet");

    public static RpcException RefreshRefused() => GrpcErrors.Make(StatusCode.Unauthenticated, "REFRESH_TOKEN_INVALID", "refresh_token: is not valid (any more); sign in again");

    public static RpcException NotSignedIn() => GrpcErrors.Make(StatusCode.Unauthenticated, "NOT_SIGNED_IN", "sign in first");

    public static RpcException NotYours() => GrpcErrors.Make(StatusCode.PermissionDenied, "NOT_YOUR_ACCOUNT", "account_id: this account is not yours");

    public static RpcException NotFound(Guid id) => GrpcErrors.NotFound("ACCOUNT_NOT_FOUND", $"account_id: there is no account {id}");

    public static RpcException WrongPassword(string field) => GrpcErrors.InvalidArgument(field, "is wrong");

    public static RpcException WrongToken() => GrpcErrors.InvalidArgument("token", "is not valid (any more); ask for a new mail");

    public static RpcException TooMany() => GrpcErrors.Make(StatusCode.ResourceExhausted, "TOO_MANY_TRIES", "too many tries; try again in some minutes");
}
