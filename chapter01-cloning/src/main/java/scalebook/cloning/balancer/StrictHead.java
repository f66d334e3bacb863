package scalebook.cloning.balancer;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Refuses every request head that two parsers could read differently.
 *
 * <p>A balancer and a clone that disagree where a request ends let a client smuggle a request past
 * the balancer. So nothing doubtful is mended: it is refused.
 */
final class StrictHead {
  /** A clone's server takes twice as many, and closes the connection over more. */
  private static final int MOST_HEADERS = 100;

  private final ByteBuf in;
  private int headers;
  private int lengths;
  private int codings;
  private int hosts;
  private boolean http11;

  private StrictHead(ByteBuf in) {
    this.in = in;
  }

  /** Why the head is refused, or null; {@code end} is behind the empty line. */
  static String fault(ByteBuf in, int start, int end) {
    return new StrictHead(in).fault(start, end);
  }

  private String fault(int start, int end) {
    String fault = null;
    int line = start;
    while (fault == null && line < end) {
      int lineEnd = in.indexOf(line, end, (byte) '\n') - 1;
      if (lineEnd < line || in.getByte(lineEnd) != '\r') {
        return "a line does not end in CR LF";
      }
      if (lineEnd == line) {
        return line == start ? "no request line" : contradiction();
      }
      if (hasControl(line, lineEnd)) {
        return "a control character";
      }
      fault = line == start ? requestLine(line, lineEnd) : header(line, lineEnd);
      line = lineEnd + 2;
    }
    return fault;
  }

  private String requestLine(int start, int end) {
    String version = ascii(Math.max(start, end - "HTTP/1.1".length()), end);
    http11 = version.equals("HTTP/1.1");
    if (!http11 && !version.equals("HTTP/1.0")) {
      return "an unknown version";
    }
    if (!isRequestLine(start, end)) {
      return "a malformed request line";
    }
    int space = in.indexOf(start, end, (byte) ' ');
    boolean target = Target.wellFormed(in, space + 1, end - version.length() - 1);
    return target || is(start, space, "connect") ? null : "a malformed target";
  }

  private String header(int start, int end) {
    int colon = in.indexOf(start, end, (byte) ':');
    if (colon <= start || !isToken(start, colon)) {
      return "a malformed header name"; // a folded line and a space before the colon, too
    }
    if (++headers > MOST_HEADERS || is(start, colon, "sec-websocket-key1")) {
      return "a header too many"; // of the old handshake, too: eight bytes of body without a length
    }
    if (is(start, colon, "content-length")) {
      lengths++;
      return isDigits(colon + 1, end) ? null : "a malformed length";
    }
    if (is(start, colon, "transfer-encoding")) {
      codings++;
      return ascii(colon + 1, end).trim().equalsIgnoreCase("chunked")
          ? null
          : "a transfer encoding other than chunked";
    }
    hosts += is(start, colon, "host") ? 1 : 0;
    return null;
  }

  /** Of lines that are each right. */
  private String contradiction() {
    if (lengths + codings > 1) {
      return "more than one length";
    }
    if (codings > 0 && !http11) {
      return "chunked in HTTP/1.0";
    }
    return hosts > 1 || hosts == 0 && http11 ? "not exactly one host" : null;
  }

  /** Three words with single spaces between: method, target, version. */
  private boolean isRequestLine(int start, int end) {
    int space = in.indexOf(start, end, (byte) ' ');
    int last = space < 0 ? -1 : in.indexOf(space + 1, end, (byte) ' ');
    return space > start
        && isToken(start, space)
        && last > space + 1
        && last == end - "HTTP/1.1".length() - 1;
  }

  private boolean hasControl(int start, int end) {
    for (int i = start; i < end; i++) {
      byte b = in.getByte(i);
      if (b >= 0 && b < ' ' && b != '\t' || b == 127) {
        return true;
      }
    }
    return false;
  }

  private boolean isToken(int start, int end) {
    for (int i = start; i < end; i++) {
      byte b = in.getByte(i);
      boolean letter = b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9';
      if (!letter && (b <= ' ' || "!#$%&'*+-.^_`|~".indexOf(b) < 0)) {
        return false;
      }
    }
    return end > start;
  }

  private boolean is(int start, int end, String lowerCase) {
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

  private boolean isDigits(int start, int end) {
    String value = ascii(start, end).trim();
    return !value.isEmpty()
        && value.length() <= 18 // more would not fit into a long
        && value.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private String ascii(int start, int end) {
    return in.toString(start, end - start, StandardCharsets.ISO_8859_1);
  }
}
