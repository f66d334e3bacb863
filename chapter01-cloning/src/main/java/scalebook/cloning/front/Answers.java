package scalebook.cloning.front;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Answers of the door's own. */
final class Answers {
  private Answers() {}

  static FullHttpResponse text(int status, String text) {
    FullHttpResponse answer = bytes(status, (text + "\n").getBytes(StandardCharsets.UTF_8));
    answer.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain");
    return answer;
  }

  private static FullHttpResponse bytes(int status, byte[] body) {
    FullHttpResponse answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.wrappedBuffer(body));
    answer.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
    return answer;
  }

  /** What was asked for, or 304 when the client has it already. */
  static FullHttpResponse kept(HttpRequest request, HttpHeaders headers, byte[] body) {
    boolean has = has(request, headers.get(HttpHeaderNames.ETAG));
    boolean bodiless = has || request.method().equals(HttpMethod.HEAD);
    FullHttpResponse answer = bytes(has ? 304 : 200, bodiless ? new byte[0] : body);
    answer.headers().setAll(headers).remove(HttpHeaderNames.TRANSFER_ENCODING); // one length only
    if (has) {
      answer.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
    } else {
      answer.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, body.length);
    }
    return answer;
  }

  /** A weak tag will do: the bytes are as good to the client. */
  private static boolean has(HttpRequest request, String tag) {
    return tag != null
        && request.headers().getAll(HttpHeaderNames.IF_NONE_MATCH).stream()
            .flatMap(list -> Stream.of(list.split(",")))
            .map(one -> strong(one.trim()))
            .anyMatch(one -> one.equals("*") || one.equals(strong(tag)));
  }

  private static String strong(String tag) {
    return tag.startsWith("W/") ? tag.substring(2) : tag;
  }

  static boolean reads(HttpRequest request) {
    return request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
  }
}
