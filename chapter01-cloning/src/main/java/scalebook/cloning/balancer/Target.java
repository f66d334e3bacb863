package scalebook.cloning.balancer;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpRequest;

/** What may stand between a request's method and its version. */
final class Target {
  private static final String SCHEME = "http://";
  private static final String REFUSED = "\"#<>\\^`{|}";

  private Target() {}

  /** A path, or an address with one; nothing that a clone could read differently, or not at all. */
  static boolean wellFormed(ByteBuf in, int start, int end) {
    if (in.getByte(start) != '/' && !address(in, start, end)) {
      return end - start == 1 && in.getByte(start) == '*';
    }
    for (int i = start; i < end; i++) {
      byte b = in.getByte(i);
      if (b <= ' ' || REFUSED.indexOf(b) >= 0 || b == '%' && !escape(in, i, end)) {
        return false; // bytes above 127 are negative: they belong in an escape
      }
    }
    return true;
  }

  private static boolean address(ByteBuf in, int start, int end) {
    for (int i = 0; i < SCHEME.length(); i++) {
      if (start + i >= end || Character.toLowerCase(in.getByte(start + i)) != SCHEME.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static boolean escape(ByteBuf in, int at, int end) {
    return at + 2 < end
        && Character.digit(in.getByte(at + 1), 16) >= 0
        && Character.digit(in.getByte(at + 2), 16) >= 0;
  }

  /** Leaves the path of an address; false when it names another host than the header does. */
  static boolean relative(HttpRequest head, String host) {
    String uri = head.uri();
    if (uri.startsWith("/") || uri.length() <= SCHEME.length()) {
      return true;
    }
    String rest = uri.substring(SCHEME.length());
    int path = 0;
    while (path < rest.length() && rest.charAt(path) != '/' && rest.charAt(path) != '?') {
      path++;
    }
    head.setUri(rest.startsWith("/", path) ? rest.substring(path) : "/" + rest.substring(path));
    return host != null && rest.substring(0, path).equalsIgnoreCase(host.trim());
  }
}
