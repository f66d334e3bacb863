package scalebook.cloning.balancer;

import io.netty.buffer.ByteBuf;

/**
 * Refuses every request head that two parsers could read differently.
 *
 * <p>A balancer and a clone that disagree where a request ends let a client smuggle a request past
 * the balancer. So nothing doubtful is mended: it is refused.
 */
final class StrictHead {
  private StrictHead() {}

  /** Why the head is refused, or null; {@code end} is behind the empty line. */
  static String fault(ByteBuf in, int start, int end) {
    int lineStart = start;
    int lengths = 0;
    int codings = 0;
    int hosts = 0;
    boolean first = true;
    boolean http11 = false;
    while (lineStart < end) {
      int lineEnd = in.indexOf(lineStart, end, (byte) '\n');
      if (lineEnd <= lineStart || in.getByte(lineEnd - 1) != '\r') {
        return "a line does not end in CR LF";
      }
      int length = lineEnd - 1 - lineStart;
      if (length == 0) {
        break;
      }
      if (hasControl(in, lineStart, lineEnd - 1)) {
        return "a control character";
      }
      if (first) {
        String version = ascii(in, Math.max(lineStart, lineEnd - 9), lineEnd - 1);
        http11 = version.equals("HTTP/1.1");
        if (!http11 && !version.equals("HTTP/1.0")) {
          return "an unknown version";
        }
        if (!isRequestLine(in, lineStart, lineEnd - 1)) {
          return "a malformed request line";
        }
        first = false;
      } else {
        int colon = in.indexOf(lineStart, lineEnd - 1, (byte) ':');
        if (colon <= lineStart || !isToken(in, lineStart, colon)) {
          return "a malformed header name"; // a folded line and a space before the colon, too
        }
        if (is(in, lineStart, colon, "content-length")) {
          lengths++;
          if (!isDigits(in, colon + 1, lineEnd - 1)) {
            return "a malformed length";
          }
        } else if (is(in, lineStart, colon, "transfer-encoding")) {
          codings++;
          if (!ascii(in, colon + 1, lineEnd - 1).trim().equalsIgnoreCase("chunked")) {
            return "a transfer encoding other than chunked";
          }
        } else if (is(in, lineStart, colon, "host")) {
          hosts++;
        }
      }
      lineStart = lineEnd + 1;
    }
    if (first) {
      return "no request line";
    }
    if (lengths + codings > 1) {
      return "more than one length";
    }
    if (codings > 0 && !http11) {
      return "chunked in HTTP/1.0";
    }
    return hosts > 1 || hosts == 0 && http11 ? "not exactly one host" : null;
  }

  /** Three words with single spaces between: method, target, version. */
  private static boolean isRequestLine(ByteBuf in, int start, int end) {
    int space = in.indexOf(start, end, (byte) ' ');
    int last = space < 0 ? -1 : in.indexOf(space + 1, end, (byte) ' ');
    return space > start
        && isToken(in, start, space)
        && last > space + 1
        && last == end - "HTTP/1.1".length() - 1;
  }

  private static boolean hasControl(ByteBuf in, int start, int end) {
    for (int i = start; i < end; i++) {
      byte b = in.getByte(i);
      if (b >= 0 && b < ' ' && b != '\t' || b == 127) {
        return true;
      }
    }
    return false;
  }

  private static boolean isToken(ByteBuf in, int start, int end) {
    for (int i = start; i < end; i++) {
      byte b = in.getByte(i);
      boolean letter = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9';
      if (!letter && (b <= ' ' || "!#$%&'*+-.^_`|~".indexOf(b) < 0)) {
        return false;
      }
    }
    return end > start;
  }

  private static boolean is(ByteBuf in, int start, int end, String lowerCase) {
    if (end - start != lowerCase.length()) {
      return false;
    }
    for (int i = start; i < end; i++) {
      int b = in.getByte(i);
      if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != lowerCase.charAt(i - start)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigits(ByteBuf in, int start, int end) {
    String value = ascii(in, start, end).trim();
    return !value.isEmpty()
        && value.length() <= 18 // more would not fit into a long
        && value.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static String ascii(ByteBuf in, int start, int end) {
    return in.toString(start, end - start, java.nio.charset.StandardCharsets.ISO_8859_1);
  }
}
