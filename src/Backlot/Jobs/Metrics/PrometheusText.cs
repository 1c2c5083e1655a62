using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Backlot.Jobs.Metrics;

/// <summary>Writes metrics as Prometheus reads them: text format 0.0.4.</summary>
internal sealed class PrometheusText
{
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    /// <param name="name">With its unit as the last word.</param>
    /// <param name="help">One sentence.</param>
    /// <param name="samples">One for each set of labels, as <see cref="Labels"/> writes them.</param>
    public void Gauge(string name, string help, IEnumerable<(string Labels, double Value)> samples)
    {
        Head(name, help, "gauge");
        foreach (var (labels, value) in samples)
            Line(name, labels, value);
    }

    /// <summary>A counter, or a histogram with its buckets.</summary>
    public void Add(Instrument instrument, IEnumerable<Series> all)
    {
        Head(instrument.Name, instrument.Description ?? "", instrument is Histogram<double> ? "histogram" : "counter");
        foreach (var series in all)
        {
            var (atMost, sum) = series.Read();
            if (instrument is not Histogram<double>)
            {
                Line(instrument.Name, series.Labels, sum);
                continue;
            }
            foreach (var (bound, count) in series.Bounds.Append(double.PositiveInfinity).Zip(atMost))
                Line(instrument.Name + "_bucket", $"{series.Labels},le=\"{Number(bound)}\"", count);
            Line(instrument.Name + "_sum", series.Labels, sum);
            Line(instrument.Name + "_count", series.Labels, atMost[^1]);
        }
    }

    public static string Labels(params ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in tags)
            text.Append(text.Length > 0 ? "," : "").Append(name).Append("=\"").Append(Escape($"{value}")).Append('"');
        return text.ToString();
    }

    private void Head(string name, string help, string type) =>
        _text.Append("# HELP ").Append(name).Append(' ').Append(help).Append("\n# TYPE ").Append(name).Append(' ').Append(type).Append('\n');

    private void Line(string name, string labels, double value) =>
        _text.Append(name).Append('{').Append(labels).Append("} ").Append(Number(value)).Append('\n');

    private static string Number(double value) => double.IsPositiveInfinity(value) ? "+Inf" : value.ToString("R", CultureInfo.InvariantCulture);

    private static string Escape(string value) =>
        value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
