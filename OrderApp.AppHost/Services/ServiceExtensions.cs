using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.DependencyInjection;
using OrderApp.AppHost.Accounts;
using OrderApp.AppHost.Startup;

namespace OrderApp.AppHost.Services;

/// <summary>What the shop's services have in common.</summary>
internal static class ServiceExtensions
{
    private const string HealthPath = "/health";

    /// <summary>A project with the endpoints http and grpc and a health check.</summary>
    public static IResourceBuilder<ProjectResource> AddService<TProject>(this IDistributedApplicationBuilder builder, string name)
        where TProject : IProjectMetadata, new()
    {
        var service = builder.AddProject<TProject>(name)
            .WithHttpHealthCheck(HealthPath, endpointName: "http")
            .WithUrlForEndpoint("http", url => url.ShowAs("Health", HealthPath, UrlDisplayLocation.DetailsOnly))
            .WithUrlForEndpoint("grpc", url => url.DisplayLocation = UrlDisplayLocation.DetailsOnly);
        // One currency for all.
        if (builder.Configuration["Shop:Currency"] is { } currency)
            service.WithEnvironment("Shop__Currency", currency);
#pragma warning disable ASPIRECERTIFICATES001 // No endpoint has https here, and without this Aspire warns of a certificate that nothing needs.
        return builder.ExecutionContext.IsRunMode ? service.WithoutHttpsCertificate().RunAsBuilt().CheckHealthOften() : service.WithPublishedEndpoints();
#pragma warning restore ASPIRECERTIFICATES001
    }

    /// <summary>Gives an address in the dashboard a name and a path.</summary>
    public static void ShowAs(
        this ResourceUrlAnnotation url, string name, string path, UrlDisplayLocation location = UrlDisplayLocation.SummaryAndDetails)
    {
        url.DisplayText = name;
        url.Url = new Uri(new Uri(url.Url), path).ToString();
        url.DisplayLocation = location;
    }

    /// <summary>What the status page links to; no dashboard is published.</summary>
    public static IResourceBuilder<ProjectResource> WithDashboardAddress(this IResourceBuilder<ProjectResource> service, string? address) =>
        service.ApplicationBuilder.ExecutionContext.IsRunMode ? service.WithEnvironment("Web__DashboardAddress", address) : service;

    /// <summary>Where people open the marketplace: links in mails lead there, and tokens name it as their issuer. Published it is the parameter site-address.</summary>
    public static IResourceBuilder<ProjectResource> WithSiteAddress(this IResourceBuilder<ProjectResource> service, Ports ports)
    {
        var address = service.ApplicationBuilder.ExecutionContext.IsPublishMode
            ? ReferenceExpression.Create($"{service.ApplicationBuilder.GetOrAddParameter("site-address")}")
            : ReferenceExpression.Create($"http://localhost:{ports.Pages.ToString(CultureInfo.InvariantCulture)}/");
        return service
            .WithEnvironment("Accounts__Issuer", address)
            .WithEnvironment("Mail__SiteAddress", address)
            // The page of the API's documentation can sign in.
            .WithEnvironment("Accounts__Clients__swagger__RedirectUris__0", ReferenceExpression.Create($"{address}docs/oauth2-redirect.html"));
    }

    /// <summary>See <see cref="CompiledHere"/>. While one develops, a quick start is worth more.</summary>
    public static IResourceBuilder<ProjectResource> WithFastestCodeWhenPublished(this IResourceBuilder<ProjectResource> service) =>
        service.ApplicationBuilder.ExecutionContext.IsPublishMode ? service.WithEnvironment(CompiledHere.Variable, CompiledHere.Value) : service;

    /// <summary>The program that the AppHost's own build has made of a service; null when it is not there.</summary>
    public static string? BuiltProgram(this ProjectResource service)
    {
        var project = service.GetProjectMetadata().ProjectPath;
        var configuration = typeof(ServiceExtensions).Assembly.GetCustomAttribute<AssemblyConfigurationAttribute>()!.Configuration;
        var program = Path.Combine(Path.GetDirectoryName(project)!, "bin", configuration, "net10.0", Path.GetFileNameWithoutExtension(project));
        if (OperatingSystem.IsWindows())
            program += ".exe";
        return File.Exists(program) ? program : null;
    }

    /// <summary>
    /// Starts the program as it is built. Aspire would start `dotnet run`, which for every service costs a second of a core to find that program
    /// again, and 130 MB as long as it runs.
    /// </summary>
    private static IResourceBuilder<ProjectResource> RunAsBuilt(this IResourceBuilder<ProjectResource> service) =>
        service.Resource.BuiltProgram() is { } program
            ? service.WithAnnotation(new ExecutableAnnotation
            {
                Command = program,
                WorkingDirectory = Path.GetDirectoryName(service.Resource.GetProjectMetadata().ProjectPath)!,
            })
            // Counting how often code runs, to compile it better later, delays the start.
            .WithEnvironment("DOTNET_TieredPGO", "0")
            : service;

    private static IResourceBuilder<ProjectResource> CheckHealthOften(this IResourceBuilder<ProjectResource> service)
    {
        // Aspire's check asks through the client that has its name.
        var check = service.Resource.Annotations.OfType<HealthCheckAnnotation>().Single().Key;
        service.ApplicationBuilder.Services.AddHttpClient(check).AddHttpMessageHandler(() => new HealthCheckRetries());
        return service;
    }

    private static IResourceBuilder<ProjectResource> WithPublishedEndpoints(this IResourceBuilder<ProjectResource> service)
    {
        // Aspire adds https beside http; there is no certificate for it.
        foreach (var https in service.Resource.Annotations.OfType<EndpointAnnotation>().Where(endpoint => endpoint.UriScheme is "https").ToList())
            service.Resource.Annotations.Remove(https);
        // On this machine a service takes any free port; a container's ports are its own.
        return service.WithEndpoint("http", endpoint => endpoint.TargetPort = 8080).WithEndpoint("grpc", endpoint => endpoint.TargetPort = 8081);
    }
}
