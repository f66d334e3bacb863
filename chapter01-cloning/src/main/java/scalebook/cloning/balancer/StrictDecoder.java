package scalebook.cloning.balancer;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Netty's decoder behind a strict look at each head: it sees a head only when all of it is there
 * and nothing in it is doubtful. What a client sends ahead stays bytes until its {@linkplain #next
 * turn}: decoded, it would take forty times as much.
 */
final class StrictDecoder extends HttpRequestDecoder {
  private final int mostHeadBytes;
  private boolean inHead = true;
  private boolean refused;
  private int searched;
  private boolean waits;
  private long headSince = System.nanoTime(); // a client that says nothing is slow, too
  private ChannelHandlerContext context;

  StrictDecoder(Limits limits) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.bytes().head())
            .setMaxHeaderSize(limits.bytes().head())
            .setMaxChunkSize(limits.bytes().chunk())
            .setStrictLineParsing(true));
    this.mostHeadBytes = limits.bytes().head();
  }

  /** The request before has its answer: hands on what has come of the next one. */
  void next() {
    boolean more = ahead();
    waits = false;
    if (more) {
      try {
        channelRead(context, Unpooled.EMPTY_BUFFER);
      } catch (Exception e) {
        context.fireExceptionCaught(e);
      }
    }
  }

  /** More has come than the request whose turn it is. */
  boolean ahead() {
    return waits && actualReadableBytes() > 0;
  }

  /** Nothing that comes from now on is of interest. */
  void discard() {
    refused = true;
  }

  /** For how long a head has been coming; 0 between two requests. */
  long headMillis(long now) {
    return headSince == 0 ? 0 : (now - headSince) / 1_000_000;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) throws Exception {
    context = ctx;
    super.handlerAdded(ctx);
  }

  /** Netty would read on until it has something to hand on. */
  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) throws Exception {
    if (waits) {
      ctx.fireChannelReadComplete();
    } else {
      super.channelReadComplete(ctx);
    }
  }

  /** The client sends no more; its request is still answered. */
  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) throws Exception {
    if (event instanceof ChannelInputShutdownEvent) {
      ctx.fireUserEventTriggered(event);
    } else {
      super.userEventTriggered(ctx, event);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    if (refused) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (waits || inHead && !headIsComplete(in, out)) {
      return;
    }
    int before = out.size();
    super.decode(ctx, in, out);
    int last = out.size() - 1;
    if (last >= before && out.get(last) instanceof LastHttpContent) {
      inHead = true;
      waits = true;
      searched = 0;
      if (last > before) {
        out.remove(last); // of a request that has no body, its head is all
      }
    }
  }

  private boolean headIsComplete(ByteBuf in, List<Object> out) {
    int start = in.readerIndex();
    int end = endOfHead(in, start);
    String fault = end < 0 ? null : StrictHead.fault(in, start, end);
    if (fault != null) {
      refuse(in, out, 400, fault);
    } else if (end - start > mostHeadBytes || end < 0 && in.readableBytes() > mostHeadBytes) {
      refuse(in, out, 431, "the head is too long");
    } else if (end > 0) {
      inHead = false;
      headSince = 0;
      return true;
    } else if (headSince == 0) {
      headSince = System.nanoTime();
    }
    return false;
  }

  /** Behind the first empty line, or -1; what was searched before is not searched again. */
  private int endOfHead(ByteBuf in, int start) {
    for (int i = start + searched; i < in.writerIndex(); i++) {
      if (in.getByte(i) == '\n') {
        int before = i - 1 >= start && in.getByte(i - 1) == '\r' ? i - 2 : i - 1;
        // An empty line, however it ends: StrictHead then says what is wrong with the ends.
        if (before < start || in.getByte(before) == '\n') {
          return i + 1;
        }
      }
    }
    searched = in.readableBytes();
    return -1;
  }

  private void refuse(ByteBuf in, List<Object> out, int status, String why) {
    refused = true;
    in.skipBytes(in.readableBytes());
    out.add(new Refusal(status, why));
  }
}
