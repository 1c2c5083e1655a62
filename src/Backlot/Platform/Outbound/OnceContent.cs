using System.Net;

namespace Backlot.Platform.Outbound;

/// <summary>A body that leaves once. When a connection breaks off before a word of the answer has come, .NET makes the request again by
/// itself; whatever was asked for may then be done, and paid for, twice.</summary>
internal sealed class OnceContent : HttpContent
{
    private readonly HttpContent _body;
    private bool _hasLeft;

    public OnceContent(HttpContent body)
    {
        _body = body;
        foreach (var (name, values) in body.Headers)
            Headers.TryAddWithoutValidation(name, values);
    }

    /// <exception cref="HttpRequestException">It has left before.</exception>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) => SerializeToStreamAsync(stream, context, CancellationToken.None);

    /// <inheritdoc cref="SerializeToStreamAsync(Stream, TransportContext?)"/>
    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (_hasLeft)
            throw new HttpRequestException(HttpRequestError.ResponseEnded, "The connection broke off after the request had left.");
        _hasLeft = true;
        return _body.CopyToAsync(stream, context, cancellationToken);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = _body.Headers.ContentLength ?? 0;
        return _body.Headers.ContentLength is not null;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _body.Dispose();
        base.Dispose(disposing);
    }
}
