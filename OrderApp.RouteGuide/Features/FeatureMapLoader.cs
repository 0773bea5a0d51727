using Microsoft.Extensions.Options;
using OrderApp.Routes.Common;

namespace OrderApp.Routes.Features;

/// <summary>Loads the features file that the options name, once, before the service begins to listen.</summary>
internal sealed partial class FeatureMapLoader(
    IOptions<RouteGuideOptions> options, IHostEnvironment environment, TimeProvider clock, ILogger<FeatureMapLoader> logger)
{
    private FeatureMap? map;

    public FeatureMap Map => map ?? throw new InvalidOperationException("The features have not been loaded yet.");

    /// <summary>False, with one line in the log, when the options or the file cannot be used.</summary>
    public async Task<bool> TryLoadAsync(CancellationToken cancellation)
    {
        try
        {
            var start = clock.GetTimestamp();
            var path = Locate(options.Value.FeaturesFile);
            map = await FeatureFile.LoadAsync(path, cancellation);
            var elapsed = clock.GetElapsedTime(start);
            FeaturesLoaded(map.Count, path, elapsed);
            return true;
        }
        catch (Exception unusable) when (unusable is FeatureFileException or OptionsValidationException)
        {
            CannotStart(unusable.Message);
            return false;
        }
    }

    private string Locate(string file)
    {
        var inContentRoot = Path.Combine(environment.ContentRootPath, file);
        return File.Exists(inContentRoot) ? inContentRoot : Path.Combine(AppContext.BaseDirectory, file);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Count} features loaded from {Path} in {Elapsed}")]
    private partial void FeaturesLoaded(int count, string path, TimeSpan elapsed);

    [LoggerMessage(Level = LogLevel.Critical, Message = "RouteGuide cannot start: {Reason}")]
    private partial void CannotStart(string reason);
}
