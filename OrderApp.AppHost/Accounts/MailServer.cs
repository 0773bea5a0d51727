namespace OrderApp.AppHost.Accounts;

/// <summary>
/// Where the shop's mails go. In run mode to smtp4dev, a mail server that keeps them and shows them on a page; with Mail:Smtp:Host, and when
/// published, to a server of one's own.
/// </summary>
internal static class MailServer
{
    private const string Name = "mail";
    private const string Package = "Rnwood.Smtp4dev@3.15.0";

    /// <summary>Sends the mails of a service. The option Mail:DevServer=false leaves smtp4dev out: mails are kept and not sent then.</summary>
    public static IResourceBuilder<ProjectResource> WithMails(this IResourceBuilder<ProjectResource> service)
    {
        var builder = service.ApplicationBuilder;
        if (builder.ExecutionContext.IsPublishMode)
        {
            return service
                .WithEnvironment("Mail__Smtp__Host", builder.GetOrAddParameter("mail-host"))
                .WithEnvironment("Mail__Smtp__User", builder.GetOrAddParameter("mail-user"))
                .WithEnvironment("Mail__Smtp__Password", builder.GetOrAddParameter("mail-password", secret: true));
        }

        var own = builder.Configuration.GetSection("Mail:Smtp").GetChildren().Where(setting => setting.Value is not null).ToList();
        foreach (var setting in own)
            service.WithEnvironment($"Mail__Smtp__{setting.Key}", setting.Value);
        return own.Count > 0 || builder.Configuration["Mail:DevServer"] is "false" or "False" ? service : service.WithDevServer();
    }

    /// <summary>smtp4dev's page; null where it does not run.</summary>
    public static EndpointReference? MailPage(this DistributedApplicationModel model) =>
        model.Resources.OfType<ExecutableResource>().FirstOrDefault(resource => resource.Name is Name)?.GetEndpoint("http");

    // dotnet brings the tool when it is not there. The shop does not wait for it: mails wait.
    private static IResourceBuilder<ProjectResource> WithDevServer(this IResourceBuilder<ProjectResource> service)
    {
        var mail = service.ApplicationBuilder.Resources.OfType<ExecutableResource>().FirstOrDefault(resource => resource.Name is Name) is { } existing
            ? service.ApplicationBuilder.CreateResourceBuilder(existing)
            : AddDevServer(service.ApplicationBuilder);
        return service
            .WithEnvironment("Mail__Smtp__Host", "localhost")
            .WithEnvironment("Mail__Smtp__Port", mail.GetEndpoint("smtp").Property(EndpointProperty.Port))
            .WithEnvironment("Mail__Smtp__Security", "None");
    }

    private static IResourceBuilder<ExecutableResource> AddDevServer(IDistributedApplicationBuilder builder)
    {
        var mail = builder.AddExecutable(Name, "dotnet", "/", "tool", "exec", "--yes", Package, "--");
        return mail
            .WithEndpoint("smtp", endpoint => (endpoint.UriScheme, endpoint.IsProxied) = ("tcp", true))
            .WithHttpEndpoint(name: "http")
            .WithArgs(context =>
            {
                context.Args.Add(ReferenceExpression.Create($"--urls=http://localhost:{mail.GetEndpoint("http").Property(EndpointProperty.TargetPort)}"));
                context.Args.Add(ReferenceExpression.Create($"--smtpport={mail.GetEndpoint("smtp").Property(EndpointProperty.TargetPort)}"));
            })
            // In memory, on this machine only, without its other protocols.
            .WithArgs("--db=", "--imapport=", "--pop3port=", "--nousersettings", "--locksettings", "--hostname=localhost", "--bindaddress=127.0.0.1", "--tlsmode=None")
            .WithUrlForEndpoint("http", url => url.DisplayText = "Mails")
            .WithUrlForEndpoint("smtp", url => url.DisplayLocation = UrlDisplayLocation.DetailsOnly)
            .WithIconName("Mail");
    }
}
