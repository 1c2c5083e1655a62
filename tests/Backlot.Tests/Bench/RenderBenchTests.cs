using System.Globalization;
using Backlot.Benchmarks;
using Backlot.Generation.Dummy.Images.Drawing;
using Backlot.Platform.Processes;
using Backlot.Tests.Support;

namespace Backlot.Tests.Bench;

/// <summary>The benchmark itself works; what it measures here, beside other tests and on a film of a minute, says nothing.</summary>
public sealed class RenderBenchTests : IDisposable
{
    private static readonly string[] Measured =
    [
        "brief to export", "- making the parts", "- render step", "- export",
        "re-render after one changed image", "- making the image", "- render step", "- export",
        "CPU of the render step", "- server itself", "- ffmpeg and PostgreSQL",
        "CPU of the plain command, scaled to the film", "plain command / render step, CPU",
        "peak memory of the server", "peak memory of any ffmpeg or ffprobe",
        "peak memory of any PostgreSQL process, shared left out",
        "music made in a CPU second", "pictures made in a CPU second",
    ];

    private readonly string _folder = Directory.CreateTempSubdirectory("backlot-bench-test-").FullName;

    [Fact]
    public async Task Every_figure_is_measured_and_nothing_is_left_behind()
    {
        var temp = Directory.CreateDirectory(Path.Combine(_folder, "tmp"));
        var report = Path.Combine(_folder, "report.md");

        var run = await ChildProcess.RunAsync(
            new("dotnet", Path.Combine(AppContext.BaseDirectory, "Backlot.Benchmarks.dll"),
                "render", "--minutes", "1", "--images", PlainPictures(), "--out", report)
            {
                Environment = new Dictionary<string, string> { ["TMPDIR"] = temp.FullName, [ReadyDatabase.Variable] = await PreparedDatabase.FolderAsync() },
            },
            TestContext.Current.CancellationToken);

        Assert.True(run.ExitCode == 0, run.StderrTail);
        var rows = run.Stdout.Split('\n').Where(line => line.StartsWith('|')).Skip(2).Select(line => line.Split('|')).ToList();
        Assert.Equal(Measured, rows.Select(row => row[1].Trim()));
        Assert.All(rows, row => Assert.True(double.Parse(row[2], CultureInfo.InvariantCulture) > 0, string.Join('|', row)));
        Assert.Contains(run.Stdout, await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(temp.GetFileSystemInfos("backlot*"));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>Flat ones: painting and packing real ones takes most of a short run.</summary>
    private string PlainPictures()
    {
        var pictures = Directory.CreateDirectory(Path.Combine(_folder, "pictures")).FullName;
        for (var n = 1; n <= 20; n++)
        {
            using var file = File.Create(Path.Combine(pictures, $"{n}.png"));
            var shade = (byte)(10 * n);
            PngWriter.Write(file, 64, 36, (_, row) => row.AsSpan().Fill(shade));
        }
        return pictures;
    }
}
