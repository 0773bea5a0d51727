using Grpc.Core;
using OrderApp.Protos;

namespace OrderApp.Users;

/// <summary>userservice.UserService: greets a user by name.</summary>
internal sealed class UserGrpcService(ILogger<UserGrpcService> logger) : UserService.UserServiceBase
{
    public override Task<GetUserResponse> GetUser(GetUserRequest request, ServerCallContext context)
    {
        var username = Username.Check(request.Username);
        Log.UserAsked(logger, username);
        return Task.FromResult(new GetUserResponse { Message = $"Привет, {username}!" });
    }
}
