package scalebook.cloning.balancer;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;

/** An answer of our own, and why. */
record Refusal(int status, String why) {
  /** Why this is not passed on, or null. */
  static Refusal of(Object message, Limits limits) {
    return message instanceof Refusal refusal ? refusal : of((HttpRequest) message, limits);
  }

  private static Refusal of(HttpRequest head, Limits limits) {
    if (!head.decoderResult().isSuccess()) {
      return new Refusal(400, "a malformed request");
    } else if (head.method().equals(HttpMethod.CONNECT) || head.method().equals(HttpMethod.TRACE)) {
      return new Refusal(501, "a method that is not passed on");
    } else if (HttpUtil.getContentLength(head, 0L) > limits.bytes().body()) {
      return new Refusal(413, "the body is too large");
    }
    String host = head.headers().get(HttpHeaderNames.HOST);
    return Target.relative(head, host) ? null : new Refusal(400, "the target and Host disagree");
  }

  /** {@code stays}: whether the connection is of further use. */
  FullHttpResponse answer(boolean stays) {
    byte[] text = (status + " " + why + "\n").getBytes(StandardCharsets.UTF_8);
    FullHttpResponse answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), Unpooled.wrappedBuffer(text));
    answer.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/plain");
    answer.headers().setInt(HttpHeaderNames.CONTENT_LENGTH, text.length);
    if (!stays) {
      answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    return answer;
  }
}
