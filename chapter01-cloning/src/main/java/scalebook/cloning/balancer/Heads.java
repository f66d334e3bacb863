package scalebook.cloning.balancer;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What changes in a head on its way through: hop-by-hop headers end here, the client is named. */
final class Heads {
  private static final Set<String> HOP_BY_HOP =
      Set.of(
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
  private static final Set<String> CLAIMED =
      Set.of("x-forwarded-for", "x-forwarded-proto", "x-forwarded-host", "x-real-ip", "forwarded");

  private static final Set<HttpMethod> IDEMPOTENT =
      Set.of(
          HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS, HttpMethod.PUT, HttpMethod.DELETE);

  private Heads() {}

  static boolean idempotent(HttpMethod method) {
    return IDEMPOTENT.contains(method);
  }

  static HttpRequest toBackend(HttpRequest from, String client) {
    HttpRequest to = new DefaultHttpRequest(HttpVersion.HTTP_1_1, from.method(), from.uri());
    copy(from.headers(), to.headers(), CLAIMED);
    if (!to.headers().contains(HttpHeaderNames.HOST)) {
      to.headers().set(HttpHeaderNames.HOST, "balancer"); // an HTTP/1.0 client need not name one
    }
    to.headers().set("X-Forwarded-For", client);
    to.headers().set("X-Forwarded-Proto", "http");
    return to;
  }

  /** The head for the client; {@code keepAlive} says whether its connection stays open. */
  static HttpResponse toClient(
      HttpResponse from, HttpMethod method, boolean http10, boolean keepAlive) {
    HttpResponse to = new DefaultHttpResponse(HttpVersion.HTTP_1_1, from.status());
    copy(from.headers(), to.headers(), Set.of());
    if (noBody(method, from)) {
      to.headers().remove(HttpHeaderNames.TRANSFER_ENCODING); // there is nothing to encode
    } else if (http10) {
      to.headers().remove(HttpHeaderNames.TRANSFER_ENCODING); // its end is the connection's
    } else if (!HttpUtil.isContentLengthSet(to)) {
      HttpUtil.setTransferEncodingChunked(to, true);
    }
    if (!keepAlive) {
      to.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    } else if (http10) {
      to.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.KEEP_ALIVE);
    }
    return to;
  }

  static boolean noBody(HttpMethod method, HttpResponse response) {
    int status = response.status().code();
    return method.equals(HttpMethod.HEAD) || status == 204 || status == 304;
  }

  private static void copy(HttpHeaders from, HttpHeaders to, Set<String> more) {
    List<String> named = new ArrayList<>();
    for (String value : from.getAll(HttpHeaderNames.CONNECTION)) {
      for (String name : value.split(",")) {
        named.add(name.trim().toLowerCase(java.util.Locale.ROOT));
      }
    }
    from.iteratorAsString()
        .forEachRemaining(
            header -> {
              String name = header.getKey().toLowerCase(java.util.Locale.ROOT);
              boolean framing = name.equals("content-length") || name.equals("transfer-encoding");
              if (framing
                  || !HOP_BY_HOP.contains(name) && !more.contains(name) && !named.contains(name)) {
                to.add(header.getKey(), header.getValue());
              }
            });
  }
}
