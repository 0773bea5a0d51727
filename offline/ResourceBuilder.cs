using Aspire.Hosting.ApplicationModel;

// Where Aspire keeps it.
namespace Aspire.Hosting.ApplicationModel
{
    public interface IResourceBuilder<out T> where T : IResource
    {
        IDistributedApplicationBuilder ApplicationBuilder { get; }

        T Resource { get; }
    }
}

namespace Aspire.Hosting
{
    internal sealed record ResourceBuilder<T>(IDistributedApplicationBuilder ApplicationBuilder, T Resource) : IResourceBuilder<T> where T : IResource;

    internal static class Annotating
    {
        public static IResourceBuilder<T> With<T>(this IResourceBuilder<T> builder, IResourceAnnotation annotation) where T : IResource
        {
            builder.Resource.Annotations.Add(annotation);
            return builder;
        }
    }
}
