using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace OrderApp.Tests.Support;

/// <summary>Sums what the meters of one service measure; the tests beside it have meters of the same name.</summary>
internal sealed class Measurements : IDisposable
{
    private readonly MeterListener listener = new();
    private readonly ConcurrentDictionary<string, double> sums = new();
    private readonly ConcurrentDictionary<string, double> observed = new();

    public Measurements(IMeterFactory factory)
    {
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Scope == factory)
                self.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Keep(instrument, value, tags));
        listener.Start();
    }

    /// <summary>The sum of an instrument, or of what it measured with a first tag: "orders.moved ship".</summary>
    public double Sum(string name) => sums.GetValueOrDefault(name);

    public double Observe(string name)
    {
        observed.Clear();
        listener.RecordObservableInstruments();
        return observed[name];
    }

    public void Dispose() => listener.Dispose();

    private void Keep(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var kept = instrument.IsObservable ? observed : sums;
        kept.AddOrUpdate(instrument.Name, value, (_, sum) => sum + value);
        if (tags.Length > 0)
            kept.AddOrUpdate($"{instrument.Name} {tags[0].Value}", value, (_, sum) => sum + value);
    }
}
