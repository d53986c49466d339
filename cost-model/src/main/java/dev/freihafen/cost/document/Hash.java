package dev.freihafen.cost.document;

import java.io.IOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 of what is written, which goes on to another stream. */
final class Hash extends OutputStream {

    private final MessageDigest digest;
    private final OutputStream next;

    Hash(OutputStream next) {
        this.next = next;
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    @Override
    public void write(int unit) throws IOException {
        digest.update((byte) unit);
        next.write(unit);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        digest.update(bytes, offset, length);
        next.write(bytes, offset, length);
    }

    /** In hexadecimal digits, of what was written and the text {@code ending}; more can be written afterwards. */
    String hexOfAllAnd(byte ending) {
        try {
            MessageDigest copy = (MessageDigest) digest.clone();
            copy.update(ending);
            return HexFormat.of().formatHex(copy.digest());
        } catch (CloneNotSupportedException impossible) {
            throw new IllegalStateException("the JDK's SHA-256 can be copied", impossible);
        }
    }
}
