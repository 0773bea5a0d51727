namespace OrderApp.AppHost.Accounts;

/// <summary>Parameters that several services have.</summary>
internal static class SharedParameters
{
    /// <summary>The parameter with this name, which is added when it is asked for first.</summary>
    public static IResourceBuilder<ParameterResource> GetOrAddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false) =>
        builder.Resources.OfType<ParameterResource>().FirstOrDefault(parameter => parameter.Name == name) is { } existing
            ? builder.CreateResourceBuilder(existing)
            : builder.AddParameter(name, secret);
}
