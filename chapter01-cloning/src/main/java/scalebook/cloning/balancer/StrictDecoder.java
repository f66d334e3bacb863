package scalebook.cloning.balancer;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.List;

/**
 * Netty's decoder behind a strict look at each head: it sees a head only when all of it is there
 * and nothing in it is doubtful.
 */
final class StrictDecoder extends HttpRequestDecoder {
  private final int mostHeadBytes;
  private boolean inHead = true;
  private boolean refused;
  private int searched;

  StrictDecoder(Limits limits) {
    super(
        new HttpDecoderConfig()
            .setMaxInitialLineLength(limits.bytes().head())
            .setMaxHeaderSize(limits.bytes().head())
            .setMaxChunkSize(limits.bytes().chunk())
            .setStrictLineParsing(true));
    this.mostHeadBytes = limits.bytes().head();
  }

  @Override
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) throws Exception {
    if (refused) {
      in.skipBytes(in.readableBytes());
      return;
    }
    if (inHead && !headIsComplete(in, out)) {
      return;
    }
    int before = out.size();
    super.decode(ctx, in, out);
    int last = out.size() - 1;
    if (last >= before && out.get(last) instanceof LastHttpContent) {
      inHead = true;
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
      return true;
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
