using System.Security.Cryptography;
using Backlot.Platform;
using Backlot.Platform.Blobs;

namespace Backlot.Tests.Platform.Blobs;

public sealed class BlobStoreTests : IDisposable
{
    private readonly DataFolder _folder =
        DataFolder.Own(Path.Combine(Path.GetTempPath(), "backlot-blobs-" + Guid.CreateVersion7().ToString("N")[^12..]));
    private readonly BlobStore _blobs;

    public BlobStoreTests() => _blobs = new(_folder);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _folder.Dispose();
        Directory.Delete(_folder.Root, recursive: true);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(131_071)]
    [InlineData(131_072)]
    [InlineData(131_073)]
    [InlineData(1_000_000)]
    public async Task Bytes_come_back_as_they_were_under_their_hash(int size)
    {
        var bytes = RandomNumberGenerator.GetBytes(size);

        var blob = await _blobs.PutAsync(new MemoryStream(bytes), Ct);

        Assert.Equal(new Blob(Convert.ToHexStringLower(SHA256.HashData(bytes)), size), blob);
        Assert.Equal(bytes, await File.ReadAllBytesAsync(_blobs.PathOf(blob.Sha256), Ct));
        Assert.True(_blobs.Holds(blob.Sha256));
        Assert.Empty(Unfinished);
    }

    [Fact]
    public async Task The_same_bytes_are_kept_once_however_they_come_and_how_many_at_a_time()
    {
        var bytes = RandomNumberGenerator.GetBytes(300_000);
        var made = _blobs.NewTempPath(".png");
        await File.WriteAllBytesAsync(made, bytes, Ct);

        var blobs = await Task.WhenAll(
            [.. Enumerable.Range(0, 8).Select(_ => _blobs.PutAsync(new MemoryStream(bytes), Ct)), _blobs.TakeFileAsync(made, Ct)]);

        Assert.Single(blobs.Distinct());
        Assert.Single(Directory.EnumerateFiles(_folder.Blobs, "*", SearchOption.AllDirectories));
        Assert.Empty(Unfinished);
    }

    [Fact]
    public async Task A_finished_file_is_moved_in_and_not_copied()
    {
        var made = _blobs.NewTempPath(".mp4");
        await File.WriteAllTextAsync(made, "film", Ct);
        using var open = File.OpenHandle(made, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);

        var blob = await _blobs.TakeFileAsync(made, Ct);

        Assert.False(File.Exists(made));
        RandomAccess.Write(open, "clip"u8, 0);      // still the same file
        Assert.Equal("clip", await File.ReadAllTextAsync(_blobs.PathOf(blob.Sha256), Ct));
    }

    [Fact]
    public async Task A_stream_that_breaks_off_leaves_nothing()
    {
        await Assert.ThrowsAsync<IOException>(() => _blobs.PutAsync(new Source(1_000_000, breaksOff: true), Ct));

        Assert.Empty(Unfinished);
        Assert.Empty(Directory.EnumerateFiles(_folder.Blobs, "*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_cancelled_upload_leaves_nothing()
    {
        using var cancel = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var source = new Source(10_000_000) { Half = cancel.Cancel };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _blobs.PutAsync(source, cancel.Token));

        Assert.Empty(Unfinished);
        Assert.Empty(Directory.EnumerateFiles(_folder.Blobs, "*", SearchOption.AllDirectories));
    }

    [Theory]
    [InlineData("")]
    [InlineData("../../../../etc/passwd")]
    [InlineData("../0123456789abcdef0123456789abcdef0123456789abcdef0123456789abc")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef0")]
    [InlineData("0123456789ABCDEF0123456789abcdef0123456789abcdef0123456789abcdef")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdeg")]
    [InlineData("0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcde\n")]
    [InlineData("٠123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")]
    public void A_name_that_is_no_hash_is_no_path(string name)
    {
        Assert.Throws<ArgumentException>(() => _blobs.PathOf(name));
        Assert.Throws<ArgumentException>(() => _blobs.Holds(name));
        Assert.Throws<ArgumentException>(() => _blobs.OpenRead(name));
    }

    [Fact]
    public async Task A_blob_can_be_read_from_anywhere_in_it()
    {
        var bytes = RandomNumberGenerator.GetBytes(500_000);
        var blob = await _blobs.PutAsync(new MemoryStream(bytes), Ct);

        foreach (var (offset, length) in ((int, int)[])[(0, 10), (1, 131_072), (499_999, 1), (250_000, 250_000), (500_000, 0)])
        {
            var slice = new byte[length];
            await using var stream = _blobs.OpenRead(blob.Sha256, offset);
            await stream.ReadExactlyAsync(slice, Ct);
            Assert.Equal(bytes[offset..(offset + length)], slice);
        }
    }

    [Fact]
    public void What_is_not_there_is_not_held_and_cannot_be_opened()
    {
        var unknown = new string('0', 64);

        Assert.False(_blobs.Holds(unknown));
        Assert.ThrowsAny<IOException>(() => _blobs.OpenRead(unknown));
    }

    [Fact]
    public async Task A_long_stream_takes_constant_memory()
    {
        const long size = 300_000_000;
        // Other tests allocate at the same time; a store that kept the stream would need more than all of it, every time.
        var least = long.MaxValue;
        for (var round = 0; round < 5 && least > size; round++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            Assert.Equal(size, (await _blobs.PutAsync(new Source(size), Ct)).SizeBytes);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        Assert.InRange(least, 0, size);
    }

    [Fact]
    public async Task A_start_sweeps_what_was_never_finished_and_keeps_what_was()
    {
        var blob = await _blobs.PutAsync(new MemoryStream([1, 2, 3]), Ct);
        await File.WriteAllTextAsync(_blobs.NewTempPath(), "half a film", Ct);
        _folder.Dispose();

        using var again = DataFolder.Own(_folder.Root);

        Assert.Empty(Unfinished);
        Assert.True(new BlobStore(again).Holds(blob.Sha256));
    }

    private IEnumerable<string> Unfinished => Directory.EnumerateFileSystemEntries(_folder.Temp);

    /// <summary>Zeros, made as they are read.</summary>
    private sealed class Source(long size, bool breaksOff = false) : Stream
    {
        private long _position;

        public Action? Half { get; init; }
        public override bool CanRead => true;
        public override bool CanSeek => false;
        public override bool CanWrite => false;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => _position; set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_position > size / 2)
            {
                Half?.Invoke();
                if (breaksOff)
                    throw new IOException("The connection broke off.");
            }
            var read = (int)Math.Min(count, size - _position);
            _position += read;
            return read;
        }

        public override void Flush() { }
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
