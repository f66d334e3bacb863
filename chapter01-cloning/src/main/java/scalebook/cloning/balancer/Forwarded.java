package scalebook.cloning.balancer;

import io.netty.handler.codec.http.HttpRequest;
import java.util.List;
import java.util.Optional;

/** What a proxy before us says of a client: believed only when that proxy is our own. */
final class Forwarded {
  private volatile boolean trusted;

  void trust(boolean to) {
    trusted = to;
  }

  /** Who asks: the peer, or whom a trusted peer names last. */
  String client(HttpRequest head, String peer) {
    return last(head, "X-Forwarded-For").orElse(peer);
  }

  String scheme(HttpRequest head) {
    return last(head, "X-Forwarded-Proto").filter("https"::equals).orElse("http");
  }

  /** The last of a list, which may have several lines: the others came from outside. */
  private Optional<String> last(HttpRequest head, String header) {
    List<String> lines = trusted ? head.headers().getAll(header) : List.of();
    return lines.isEmpty()
        ? Optional.empty()
        : Optional.of(lines.get(lines.size() - 1))
            .map(line -> line.substring(line.lastIndexOf(',') + 1).trim());
  }
}
