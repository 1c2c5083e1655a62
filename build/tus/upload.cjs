// Uploads a file in parts of 64 KiB and stops once in the middle, as a client does whose page was closed.
const fs = require('node:fs');
const path = require('node:path');
const tus = require('tus-js-client');

const [endpoint, token, file] = process.argv.slice(2);

function begin(address, done) {
    const upload = new tus.Upload(fs.createReadStream(file), {
        endpoint,
        uploadUrl: address,
        uploadSize: fs.statSync(file).size,
        chunkSize: 64 * 1024,
        retryDelays: [],
        headers: { Authorization: `Bearer ${token}` },
        metadata: { filename: path.basename(file) },
        onError(error) {
            console.error(String(error));
            process.exit(1);
        },
        onChunkComplete(size, accepted, total) {
            if (!address && accepted < total)
                upload.abort().then(() => begin(upload.url, done));
        },
        onSuccess: () => done(upload.url),
    });
    upload.start();
}

begin(null, address => console.log(address));
