package scalebook.cloning.front;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Files under one path of the site, read once.
 *
 * <p>A request's path is looked up and never opened: no number of dots leads out of the folder.
 */
public final class StaticFiles {
  private static final long MOST_BYTES = 16 << 20;
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html", "css", "text/css", "js", "text/javascript", "svg", "image/svg+xml");

  private final String prefix;
  private final Map<String, Kept> files;

  private record Kept(HttpHeaders headers, byte[] body) {}

  private StaticFiles(String prefix, Map<String, Kept> files) {
    this.prefix = prefix;
    this.files = Map.copyOf(files);
  }

  public static StaticFiles none() {
    return new StaticFiles("/", Map.of());
  }

  /** {@code prefix} as in {@code /static/}; what lies in the folder itself. */
  public static StaticFiles of(String prefix, Path folder) throws IOException {
    Map<String, Kept> files = new HashMap<>();
    List<Path> found;
    try (Stream<Path> listed = Files.list(folder)) {
      found = listed.filter(Files::isRegularFile).toList();
    }
    long bytes = 0;
    for (Path file : found) {
      byte[] body = Files.readAllBytes(file);
      bytes += body.length;
      if (bytes > MOST_BYTES) {
        throw new IOException("more than %d bytes in %s".formatted(MOST_BYTES, folder));
      }
      String name = file.getFileName().toString();
      files.put(prefix + name, new Kept(headers(name, body), body));
    }
    return new StaticFiles(prefix, files);
  }

  private static HttpHeaders headers(String name, byte[] body) {
    CRC32 sum = new CRC32();
    sum.update(body);
    String type = TYPES.getOrDefault(name.substring(name.lastIndexOf('.') + 1), "text/plain");
    return new DefaultHttpHeaders()
        .set(HttpHeaderNames.CONTENT_TYPE, type)
        .set(HttpHeaderNames.ETAG, "\"%x-%x\"".formatted(body.length, sum.getValue()));
  }

  /** The file, or 404 for one that is not there; nothing for other paths. */
  Optional<FullHttpResponse> answer(HttpRequest request) {
    String path = request.uri().split("\\?")[0];
    if (files.isEmpty() || !path.startsWith(prefix)) {
      return Optional.empty();
    } else if (!Answers.reads(request)) {
      return Optional.of(Answers.text(405, "files are only read"));
    }
    Kept kept = files.get(path);
    return Optional.of(
        kept == null
            ? Answers.text(404, "no such file")
            : Answers.kept(request, kept.headers, kept.body));
  }
}
