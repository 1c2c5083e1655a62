using System.Globalization;

namespace Backlot.Library.Predictions.Import;

/// <summary>Reads the table that an ad system exports. Columns are known by their names, in any order and case; others are left out.</summary>
internal sealed class AdResults
{
    public const int MostLines = 10_000;
    private const string AdId = "ad_id", ClipId = "clip_id", Rate = "ctr", Views = "views", Clicks = "clicks";

    /// <summary>What ad systems call the same.</summary>
    private static readonly Dictionary<string, string> AlsoCalled = new() { ["ad"] = AdId, ["clip"] = ClipId, ["impressions"] = Views, ["link_clicks"] = Clicks };

    private readonly List<AdResult> _results = [];
    private readonly List<LineFault> _faults = [];
    private readonly Dictionary<string, int> _lineOfAd = [];
    private Dictionary<string, int> _columns = [];

    private AdResults() { }

    /// <returns>What the lines say, and what is wrong with those that say nothing; both in the order of lines.</returns>
    public static (IReadOnlyList<AdResult> Results, IReadOnlyList<LineFault> Faults) Read(string csv)
    {
        var table = new AdResults();
        try
        {
            foreach (var line in CsvText.Read(csv))
                if (table._columns.Count == 0)
                    table.ReadHeader(line);
                else if (table._faults.Count == 0 || table._faults[0].Line > 1)
                    table.ReadLine(line);
        }
        catch (CsvBroken broken)
        {
            table._faults.Add(new(broken.Line, null, broken.Message));
        }
        if (table._faults.Count == 0 && table._results.Count == 0)
            table._faults.Add(new(1, null, "there are no results; write the names of the columns and below them a line for each ad."));
        if (table._results.Count > MostLines)
            table._faults.Add(new(table._results[MostLines].Line, null, $"there are more than {MostLines} results; send the rest by itself."));
        return (table._results, table._faults);
    }

    private void ReadHeader(CsvLine line)
    {
        _columns = line.Fields.Select(Name).Index().GroupBy(c => c.Item).ToDictionary(c => c.Key, c => c.First().Index);
        if (!_columns.ContainsKey(AdId))
            Fault(line, AdId, "there is no such column; the first line must name it.");
        if (!_columns.ContainsKey(Rate) && !(_columns.ContainsKey(Clicks) && _columns.ContainsKey(Views)))
            Fault(line, Rate, "there is no such column; give it, or both clicks and views.");

        static string Name(string field)
        {
            var name = field.ToLowerInvariant().Replace(' ', '_');
            return AlsoCalled.GetValueOrDefault(name, name);
        }
    }

    private void ReadLine(CsvLine line)
    {
        var before = _faults.Count;
        var ad = Field(line, AdId) ?? "";
        if (ad.Length is 0 or > PredictionEdit.LongestAdId || ad.Any(char.IsControl))
            Fault(line, AdId, $"write 1 to {PredictionEdit.LongestAdId} characters on one line.");
        else if (!_lineOfAd.TryAdd(ad, line.Number))
            Fault(line, AdId, $"the ad stands in line {_lineOfAd[ad]} already; give each once.");
        Guid? clip = Field(line, ClipId) is not { } text ? null : Guid.TryParse(text, out var id) ? id : null;
        if (clip is null && Field(line, ClipId) is { } wrong)
            Fault(line, ClipId, $"'{Short(wrong)}' is no id of a clip.");
        var (views, clicks) = (Count(line, Views, 1), Count(line, Clicks, 0));
        if (_faults.Count == before && RateOf(line, views, clicks) is { } rate)
            _results.Add(new(line.Number, ad, clip, rate, views));
    }

    private double? RateOf(CsvLine line, long? views, long? clicks)
    {
        double? given = Field(line, Rate) is { } text ? Share(text) : null;
        if (given is null && Field(line, Rate) is { } wrong)
            Fault(line, Rate, $"it is '{Short(wrong)}'; write a share from 0 to 1 such as 0.024, or a percentage such as 2.4%.");
        else if (clicks > views)
            Fault(line, Clicks, $"there are more clicks ({clicks}) than views ({views}).");
        else if (clicks is null || views is null)
            return given ?? Missing(line);
        else if ((double)clicks / views is var counted && given is not null && Math.Abs(given.Value - counted.Value) > 0.005)
            Fault(line, Rate, string.Create(CultureInfo.InvariantCulture, $"it is {given:0.####}, but {clicks} clicks in {views} views are {counted:0.####}."));
        else
            return counted;
        return null;
    }

    private double? Missing(CsvLine line)
    {
        Fault(line, _columns.ContainsKey(Rate) ? Rate : Clicks, "it is empty; give the share of clicks, or both clicks and views.");
        return null;
    }

    private long? Count(CsvLine line, string column, long least)
    {
        if (Field(line, column) is not { } text)
            return null;
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least && count <= 1_000_000_000_000)
            return count;
        Fault(line, column, $"it is '{Short(text)}'; write a whole number from {least} such as 12000, with nothing between its digits.");
        return null;
    }

    private static double? Share(string text)
    {
        var percent = text.EndsWith('%');
        return double.TryParse(text.AsSpan().TrimEnd("% "), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && (percent ? number / 100 : number) is var share and >= 0 and <= 1 ? share : null;
    }

    /// <returns>Null when there is none, or it is empty.</returns>
    private string? Field(CsvLine line, string column) =>
        _columns.TryGetValue(column, out var at) && at < line.Fields.Count && line.Fields[at].Length > 0 ? line.Fields[at] : null;

    private void Fault(CsvLine line, string column, string message) => _faults.Add(new(line.Number, column, message));

    private static string Short(string text) => text.Length <= 40 ? text : text[..40] + "…";
}
