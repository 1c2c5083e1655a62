using System.Buffers.Text;
using System.Text;

namespace Backlot.Generation.Providers;

/// <summary>Takes JSON as it comes and decodes the base64 text of some fields into files, so that what is left can be read as JSON
/// however much media was in it. In their place stands the file's path, or nothing where it is dropped.</summary>
internal sealed class Base64Sieve : Stream
{
    private const int MostFiles = 16, BlockBytes = 64 * 1024, LongestName = 64;
    private const byte Quote = (byte)'"', Backslash = (byte)'\\';

    private readonly HashSet<string> _fields;
    private readonly string? _filesAt;
    private readonly long _mostLeft;
    private readonly MemoryStream _left = new();
    private readonly List<string> _files = [];
    private readonly byte[] _block = new byte[BlockBytes];
    private readonly byte[] _decoded = new byte[BlockBytes];
    private readonly StringBuilder _escape = new(4);
    private readonly List<byte> _name = new(LongestName);
    private State _state;
    private bool _isNamed, _isKept;
    private int _inBlock;
    private FileStream? _file;

    /// <param name="fields">Names of fields, wherever they stand.</param>
    /// <param name="filesAt">The files' names begin so; null drops what they would hold.</param>
    /// <param name="mostLeft">Bytes that may be left beside.</param>
    public Base64Sieve(IReadOnlyList<string> fields, string? filesAt, long mostLeft) =>
        (_fields, _filesAt, _mostLeft) = ([.. fields], filesAt, mostLeft);

    /// <summary>Where in the JSON it is.</summary>
    private enum State { Between, Text, TextEscape, Wanted, WantedEscape, WantedUnicode }

    /// <summary>What is left, when all has come.</summary>
    /// <exception cref="SieveOverflow">It broke off inside of a text.</exception>
    public string Finish() => _state is State.Between or State.Text && _file is null
        ? Encoding.UTF8.GetString(_left.GetBuffer(), 0, (int)_left.Length)
        : throw new SieveOverflow("It breaks off in the middle.");

    /// <summary>The files are the caller's now; else they go with this.</summary>
    public void Keep() => _isKept = true;

    /// <exception cref="SieveOverflow">Too much is left, or a text is no base64.</exception>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (buffer.Length > 0)
            buffer = buffer[(_state switch
            {
                State.Wanted => TakeWanted(buffer),
                State.WantedEscape => TakeEscape(buffer[0]),
                State.WantedUnicode => TakeUnicode(buffer[0]),
                _ => TakeOther(buffer[0]),
            })..];
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    public override bool CanRead => false;
    public override bool CanSeek => false;
    public override bool CanWrite => true;
    public override long Length => throw new NotSupportedException();
    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
    public override void Flush() { }
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _file?.Dispose();
        if (!_isKept)
            _files.ForEach(File.Delete);
        _left.Dispose();
        base.Dispose(disposing);
    }

    /// <summary>A name is followed by a colon; the text behind that is its value.</summary>
    private int TakeOther(byte next)
    {
        if (_left.Length >= _mostLeft)
            throw new SieveOverflow("Too much is left.");
        switch (_state)
        {
            case State.Between when next == Quote:
                Begin();
                return 1;
            case State.Between:
                if (next == ':')
                    _isNamed = true;
                else if (next is not ((byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r'))
                    (_isNamed, _) = (false, Forget());
                break;
            case State.Text when next == Backslash:
                _state = State.TextEscape;
                break;
            case State.Text when next == Quote:
                _state = State.Between;
                break;
            case State.TextEscape:
                _state = State.Text;
                break;
            default:
                if (_name.Count <= LongestName)
                    _name.Add(next);
                break;
        }
        _left.WriteByte(next);
        return 1;
    }

    private void Begin()
    {
        var isWanted = _isNamed && _fields.Contains(Encoding.UTF8.GetString([.. _name]));
        _isNamed = false;
        Forget();
        _left.WriteByte(Quote);
        _state = isWanted ? State.Wanted : State.Text;
        if (!isWanted || _filesAt is null)
            return;
        if (_files.Count == MostFiles)
            throw new SieveOverflow("Too many files.");
        var path = $"{_filesAt}.{_files.Count}";
        _file = new(path, FileMode.CreateNew, FileAccess.Write);
        _files.Add(path);
    }

    private bool Forget()
    {
        _name.Clear();
        return true;
    }

    private int TakeWanted(ReadOnlySpan<byte> buffer)
    {
        var end = buffer.IndexOfAny(Quote, Backslash);
        var taken = Math.Min(end < 0 ? buffer.Length : end, BlockBytes - _inBlock);
        buffer[..taken].CopyTo(_block.AsSpan(_inBlock));
        _inBlock += taken;
        if (_inBlock == BlockBytes)
            Decode(isEnd: false);
        if (taken != end)
            return taken;
        if (buffer[end] == Backslash)
            _state = State.WantedEscape;
        else
            End();
        return taken + 1;
    }

    /// <summary>Some write a slash as <c>\/</c>, and an equals sign as <c>\u003d</c>.</summary>
    private int TakeEscape(byte next)
    {
        _escape.Clear();
        if (next == 'u')
            _state = State.WantedUnicode;
        else
            Unescape((char)next);
        return 1;
    }

    private int TakeUnicode(byte next)
    {
        _escape.Append((char)next);
        if (_escape.Length == 4)
            Unescape(int.TryParse(_escape.ToString(), System.Globalization.NumberStyles.AllowHexSpecifier, null, out var code) ? (char)code : '?');
        return 1;
    }

    private void Unescape(char c)
    {
        _block[_inBlock++] = c < 128 ? (byte)c : (byte)'?';
        _state = State.Wanted;
        if (_inBlock == BlockBytes)
            Decode(isEnd: false);
    }

    private void End()
    {
        Decode(isEnd: true);
        if (_file is { } file)
        {
            _left.Write(Encoding.UTF8.GetBytes(System.Text.Json.JsonEncodedText.Encode(file.Name).ToString()));
            file.Dispose();
            _file = null;
        }
        _left.WriteByte(Quote);
        _state = State.Between;
    }

    /// <summary>Whole groups of four; the rest stays for the next block.</summary>
    private void Decode(bool isEnd)
    {
        var whole = isEnd ? _inBlock : _inBlock / 4 * 4;
        if (Base64.DecodeFromUtf8(_block.AsSpan(0, whole), _decoded, out var used, out var written, isFinalBlock: isEnd) != System.Buffers.OperationStatus.Done)
            throw new SieveOverflow("It is no base64.");
        _file?.Write(_decoded, 0, written);
        _block.AsSpan(used, _inBlock - used).CopyTo(_block);
        _inBlock -= used;
    }
}

/// <summary>An answer cannot be sieved.</summary>
internal sealed class SieveOverflow(string reason) : Exception(reason);
