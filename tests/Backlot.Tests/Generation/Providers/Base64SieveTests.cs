using System.Text;
using System.Text.Json;
using Backlot.Generation.Providers;

namespace Backlot.Tests.Generation.Providers;

public sealed class Base64SieveTests
{
    private static readonly byte[] Film = [.. Enumerable.Range(0, 200_001).Select(n => (byte)(n * 31))];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(4096)]
    [InlineData(1 << 20)]
    public void The_named_field_becomes_a_file_however_the_answer_is_cut_into_pieces(int piece)
    {
        var json = $$"""{"data": "{{Convert.ToBase64String(Film)}}", "note": "data \"data\": x", "list": ["data", {"other": "AAAA", "data" : ""}]}""";

        using var files = new Files();
        var left = Sieve(json, files.At, piece);

        Assert.Equal(Film, File.ReadAllBytes(left.GetProperty("data").GetString()!));
        Assert.Equal("""data "data": x""", left.GetProperty("note").GetString());
        Assert.Equal("AAAA", left.GetProperty("list")[1].GetProperty("other").GetString());
        Assert.Empty(File.ReadAllBytes(left.GetProperty("list")[1].GetProperty("data").GetString()!));
    }

    [Fact]
    public void Slashes_and_signs_that_are_written_as_escapes_are_read()
    {
        using var files = new Files();

        var left = Sieve("{\"data\": \"\\/+8\\u003d\"}", files.At, 1);

        Assert.Equal([0xff, 0xef], File.ReadAllBytes(left.GetProperty("data").GetString()!));
    }

    [Fact]
    public void What_is_only_asked_about_is_dropped_and_leaves_no_file()
    {
        using var files = new Files();

        Assert.Equal("", Sieve($$"""{"data": "{{Convert.ToBase64String(Film)}}"}""", null, 1000).GetProperty("data").GetString());

        Assert.Empty(files.All);
    }

    [Theory]
    [InlineData("""{"data": "no base64!"}""")]
    [InlineData("""{"data": "AAAA""")]
    [InlineData("""{"data": "AAA"}""")]
    public void What_is_no_base64_or_breaks_off_leaves_no_file(string json)
    {
        using var files = new Files();

        Assert.Throws<SieveOverflow>(() => Sieve(json, files.At, 3));

        Assert.Empty(files.All);
    }

    [Fact]
    public void What_is_left_beside_is_bounded()
    {
        using var sieve = new Base64Sieve(["data"], null, mostLeft: 100);

        Assert.Throws<SieveOverflow>(() => sieve.Write(Encoding.UTF8.GetBytes($$"""{"other": "{{new string('x', 200)}}"}""")));
    }

    private static JsonElement Sieve(string json, string? filesAt, int piece)
    {
        using var sieve = new Base64Sieve(["data"], filesAt, 1 << 20);
        foreach (var some in Encoding.UTF8.GetBytes(json).Chunk(piece))
            sieve.Write(some);
        var left = JsonSerializer.Deserialize<JsonElement>(sieve.Finish());
        sieve.Keep();
        return left;
    }

    private sealed class Files : IDisposable
    {
        private readonly string _folder = Directory.CreateTempSubdirectory("backlot-sieve-").FullName;

        public string At => Path.Combine(_folder, "film");
        public string[] All => Directory.GetFiles(_folder);

        public void Dispose() => Directory.Delete(_folder, recursive: true);
    }
}
