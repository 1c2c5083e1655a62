using Backlot.Library.Predictions.Import;

namespace Backlot.Tests.Library.Predictions;

public sealed class AdResultsTests
{
    private const string Clip = "0193a1b2-0000-7000-8000-000000000001";

    [Theory]
    [InlineData("ad_id,ctr\na,0.024")]
    [InlineData("\uFEFFad_id,ctr\r\na,2.4%\r\n\r\n")]
    [InlineData("CTR;Ad ID\n0.024;a")]
    [InlineData("name\tad\timpressions\tlink clicks\n\"x, \"\"y\"\"\n\"\ta\t1000\t24")]
    [InlineData("ad_id,ctr,clicks,views\na,,24,1000")]
    [InlineData("ad_id,ctr,clicks,views\na,0.02,24,1000")]
    public void The_same_result_is_read_however_it_is_written(string csv)
    {
        var (results, faults) = AdResults.Read(csv);

        Assert.Empty(faults);
        Assert.Equal(("a", 0.024), (Assert.Single(results).AdId, results[0].Rate));
    }

    [Fact]
    public void A_line_is_known_by_where_it_begins()
    {
        var (results, _) = AdResults.Read($"ad_id,clip_id,note,ctr,views\n\na,{Clip},\"two\nlines\",0,10\nb,,,1,\n");

        Assert.Equal([new(3, "a", Guid.Parse(Clip), 0, 10), new(5, "b", null, 1, null)], results);
    }

    [Theory]
    [InlineData("", "Line 1: there are no results")]
    [InlineData("ad_id,ctr\n", "Line 1: there are no results")]
    [InlineData("name,ctr\na,1", "Line 1, column ad_id: there is no such column")]
    [InlineData("ad_id,views\na,1", "Line 1, column ctr: there is no such column; give it, or both clicks and views.")]
    [InlineData("ad_id,ctr\na,2.4", "Line 2, column ctr: it is '2.4'; write a share from 0 to 1 such as 0.024, or a percentage such as 2.4%.")]
    [InlineData("ad_id,ctr\na,-0.1", "Line 2, column ctr: it is '-0.1'")]
    [InlineData("ad_id,ctr\na,NaN", "Line 2, column ctr: it is 'NaN'")]
    [InlineData("ad_id,ctr\na,", "Line 2, column ctr: it is empty")]
    [InlineData("ad_id,ctr\n,0.1", "Line 2, column ad_id: write 1 to 200 characters")]
    [InlineData("ad_id,ctr\na,0.1\nb,0.1\na,0.2", "Line 4, column ad_id: the ad stands in line 2 already")]
    [InlineData("ad_id,clip_id,ctr\na,17,0.1", "Line 2, column clip_id: '17' is no id of a clip.")]
    [InlineData("ad_id,clicks,views\na,5,4", "Line 2, column clicks: there are more clicks (5) than views (4).")]
    [InlineData("ad_id,clicks,views\na,5,\"12,000\"", "Line 2, column views: it is '12,000'; write a whole number from 1")]
    [InlineData("ad_id,clicks,views\na,5,0", "Line 2, column views: it is '0'")]
    [InlineData("ad_id,clicks,views,ctr\na,24,1000,0.24", "Line 2, column ctr: it is 0.24, but 24 clicks in 1000 views are 0.024.")]
    [InlineData("ad_id,ctr\n\"a,0.1\nb,0.1", "Line 2: a quoted field has no end")]
    public void Each_fault_names_its_line_and_its_column(string csv, string fault) =>
        Assert.StartsWith(fault, Assert.Single(AdResults.Read(csv).Faults).ToString(), StringComparison.Ordinal);

    [Fact]
    public void All_faults_are_told_at_once() =>
        Assert.Equal([2, 4], AdResults.Read("ad_id,ctr\na,x\nb,0.1\nc,y").Faults.Select(f => f.Line));

    [Fact]
    public void Too_many_lines_are_refused() => Assert.StartsWith("Line 10002: there are more than 10000 results",
        Assert.Single(AdResults.Read("ad_id,ctr\n" + string.Concat(Enumerable.Range(0, AdResults.MostLines + 1).Select(n => $"{n},0\n"))).Faults).ToString(), StringComparison.Ordinal);
}
