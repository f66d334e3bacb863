package scalebook.cloning.balancer;

import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.AsciiString;
import java.util.List;
import java.util.stream.Stream;

/** What changes in a head on its way through: hop-by-hop headers end here, the client is named. */
final class Heads {
  private static final List<AsciiString> HOP_BY_HOP =
      names(
          "connection",
          "keep-alive",
          "proxy-connection",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "upgrade",
          "expect");

  /** Headers by which a client could pretend to be another, or to have come by another way. */
  private static final List<AsciiString> CLAIMED =
      names("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip", "forwarded");

  /** Headers without which the request would be another one, whatever Connection says. */
  private static final List<AsciiString> KEPT =
      List.of(
          HttpHeaderNames.CONTENT_LENGTH, HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderNames.HOST);

  private static final AsciiString FORWARDED_FOR = AsciiString.cached("X-Forwarded-For");
  private static final AsciiString FORWARDED_PROTO = AsciiString.cached("X-Forwarded-Proto");

  private Heads() {}

  private static List<AsciiString> names(String... names) {
    return Stream.of(names).map(AsciiString::cached).toList();
  }

  /** Makes a client's head ready for a clone, in place: the same for every attempt. */
  static void forBackend(HttpRequest head, String client, String scheme) {
    HttpHeaders headers = head.headers();
    removeHopByHop(headers);
    CLAIMED.forEach(headers::remove);
    if (!headers.contains(HttpHeaderNames.HOST)) {
      headers.set(HttpHeaderNames.HOST, "balancer"); // an HTTP/1.0 client need not name one
    }
    headers.set(FORWARDED_FOR, client);
    headers.set(FORWARDED_PROTO, scheme);
    head.setProtocolVersion(HttpVersion.HTTP_1_1);
  }

  /** Makes a clone's head ready for the client, in place. */
  static void forClient(HttpResponse head, HttpMethod method, boolean http10, boolean keepAlive) {
    HttpHeaders headers = head.headers();
    removeHopByHop(headers);
    if (noBody(method, head) || http10) {
      headers.remove(HttpHeaderNames.TRANSFER_ENCODING); // no body, or one that ends by closing
    } else if (!headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
      HttpUtil.setTransferEncodingChunked(head, true);
    }
    if (!keepAlive) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (http10) {
      headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    head.setProtocolVersion(HttpVersion.HTTP_1_1);
  }

  /** 100 Continue: the client may send its body. */
  static FullHttpResponse goOn() {
    return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE);
  }

  static boolean noBody(HttpMethod method, HttpResponse response) {
    int status = response.status().code();
    return method.equals(HttpMethod.HEAD) || status == 204 || status == 304;
  }

  /** The customary ones, and those that Connection names. */
  private static void removeHopByHop(HttpHeaders headers) {
    if (headers.contains(HttpHeaderNames.CONNECTION)) {
      for (String value : headers.getAll(HttpHeaderNames.CONNECTION)) {
        for (String name : value.split(",")) {
          String named = name.trim();
          if (!named.isEmpty() && KEPT.stream().noneMatch(k -> k.contentEqualsIgnoreCase(named))) {
            headers.remove(named);
          }
        }
      }
    }
    HOP_BY_HOP.forEach(headers::remove);
  }
}
