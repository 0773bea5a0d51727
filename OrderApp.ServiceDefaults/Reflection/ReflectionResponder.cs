using Google.Protobuf;
using Grpc.Core;
using Grpc.Reflection.V1;
using OrderApp.ServiceDefaults.Grpc;
using Question = Grpc.Reflection.V1.ServerReflectionRequest.MessageRequestOneofCase;

namespace OrderApp.ServiceDefaults.Reflection;

/// <summary>Answers the questions of the reflection protocol from the contracts that this process serves.</summary>
internal sealed class ReflectionResponder(GrpcSurface surface)
{
    private readonly DescriptorIndex index = new(Contracts.All);

    public ServerReflectionResponse Answer(ServerReflectionRequest request)
    {
        var response = new ServerReflectionResponse { ValidHost = request.Host, OriginalRequest = request };
        switch (request.MessageRequestCase)
        {
            case Question.ListServices:
                response.ListServicesResponse = new();
                response.ListServicesResponse.Service.AddRange(surface.ServiceNames.Select(name => new ServiceResponse { Name = name }));
                break;
            case Question.FileByFilename:
                SetFiles(response, index.FileByName(request.FileByFilename), request.FileByFilename);
                break;
            case Question.FileContainingSymbol:
                SetFiles(response, index.FileBySymbol(request.FileContainingSymbol), request.FileContainingSymbol);
                break;
            case Question.AllExtensionNumbersOfType when index.HasMessage(request.AllExtensionNumbersOfType):
                // proto3 messages have no extensions; the type itself is known.
                response.AllExtensionNumbersResponse = new() { BaseTypeName = request.AllExtensionNumbersOfType };
                break;
            case Question.AllExtensionNumbersOfType:
                SetError(response, StatusCode.NotFound, $"not found: {request.AllExtensionNumbersOfType}");
                break;
            case Question.FileContainingExtension:
                SetError(response, StatusCode.NotFound, $"not found: extension {request.FileContainingExtension.ExtensionNumber}");
                break;
            default:
                SetError(response, StatusCode.InvalidArgument, "message_request: must be set");
                break;
        }

        return response;
    }

    private static void SetFiles(ServerReflectionResponse response, IReadOnlyList<ByteString>? files, string name)
    {
        if (files is null)
        {
            SetError(response, StatusCode.NotFound, $"not found: {name}");
            return;
        }

        response.FileDescriptorResponse = new();
        response.FileDescriptorResponse.FileDescriptorProto.AddRange(files);
    }

    private static void SetError(ServerReflectionResponse response, StatusCode code, string message) =>
        response.ErrorResponse = new() { ErrorCode = (int)code, ErrorMessage = message };
}
