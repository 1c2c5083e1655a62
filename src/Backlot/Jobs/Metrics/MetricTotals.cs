using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace Backlot.Jobs.Metrics;

/// <summary>Adds up what the instruments of one meter tell from now on.</summary>
internal sealed class MetricTotals : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<SeriesKey, Series> _series = new();

    public MetricTotals(Meter meter)
    {
        // By the meter itself, not its name: another server may live in this process.
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter == meter)
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => SeriesOf(instrument, tags).Add(value));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => SeriesOf(instrument, tags).Add(value));
        _listener.Start();
    }

    /// <summary>Each with the tags it was counted under, sorted.</summary>
    public IEnumerable<IGrouping<Instrument, Series>> All => _series.Values
        .OrderBy(s => s.Instrument.Name, StringComparer.Ordinal).ThenBy(s => s.Labels, StringComparer.Ordinal).GroupBy(s => s.Instrument);

    public void Dispose() => _listener.Dispose();

    /// <summary>Called for every job, so it makes nothing anew for tags that it knows.</summary>
    private Series SeriesOf(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var key = new SeriesKey(instrument, tags[0].Value as string, tags.Length > 1 ? tags[1].Value as string : null);
        return _series.TryGetValue(key, out var known) ? known : _series.GetOrAdd(key, new Series(instrument, PrometheusText.Labels(tags)));
    }

    /// <summary>No instrument here has more than two tags.</summary>
    private readonly record struct SeriesKey(Instrument Instrument, string? First, string? Second);
}

/// <summary>A counter's or a histogram's numbers under one set of tags.</summary>
/// <param name="labels">As Prometheus writes them, without braces.</param>
internal sealed class Series(Instrument instrument, string labels)
{
    private readonly double[] _bounds = instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } bounds } ? [.. bounds] : [];
    private readonly Lock _gate = new();
    private readonly long[] _buckets = new long[instrument is Histogram<double> { Advice.HistogramBucketBoundaries: { } all } ? all.Count + 1 : 1];
    private double _sum;

    public Instrument Instrument => instrument;
    public string Labels => labels;
    public IReadOnlyList<double> Bounds => _bounds;

    public void Add(double value)
    {
        var bucket = 0;
        while (bucket < _bounds.Length && value > _bounds[bucket])
            bucket++;
        lock (_gate)
        {
            _sum += value;
            _buckets[bucket]++;
        }
    }

    /// <returns>How many measurements were at most each of the bounds and, last, how many there were; and their sum.</returns>
    public (long[] AtMost, double Sum) Read()
    {
        lock (_gate)
        {
            var (atMost, seen) = (new long[_buckets.Length], 0L);
            for (var i = 0; i < _buckets.Length; i++)
                atMost[i] = seen += _buckets[i];
            return (atMost, _sum);
        }
    }
}
