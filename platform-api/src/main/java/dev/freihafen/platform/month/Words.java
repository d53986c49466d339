package dev.freihafen.platform.month;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Bodies that are one sentence. */
final class Words {
    private Words() {}

    /** A dispute about a team's part. */
    @Schema(name = "NewDispute", examples = """
                    {"team":"fraud","text":"The notebook of 12 September was stopped at noon."}""")
    public record NewDispute(String team, String text) {}

    /** An answer to a dispute. */
    @Schema(name = "Answer", examples = """
                    {"text":"It ran until 18:00; see the log of that day."}""")
    public record Answer(String text) {}

    /** Why something is done. */
    @Schema(name = "Reason", examples = """
                    {"reason":"The invoice of cluster west was wrong."}""")
    public record Reason(String reason) {}
}
