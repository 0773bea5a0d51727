using Grpc.Core;
using Microsoft.AspNetCore.Authorization;
using OrderApp.Protos;
using OrderApp.ServiceDefaults;

namespace OrderApp.Users;

/// <summary>userservice.UserService: greets a user by name, who need not have an account.</summary>
[AllowAnonymous]
internal sealed class UserGrpcService(ILogger<UserGrpcService> logger) : UserService.UserServiceBase
{
    private const int MaxNameLength = 100;

    public override Task<GetUserResponse> GetUser(GetUserRequest request, ServerCallContext context)
    {
        var username = TextRules.Check("username", request.Username, MaxNameLength, oneLine: true);
        Log.UserAsked(logger, username);
        return Task.FromResult(new GetUserResponse { Message = $"Привет, {username}!" });
    }
}
