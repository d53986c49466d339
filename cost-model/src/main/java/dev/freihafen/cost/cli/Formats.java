package dev.freihafen.cost.cli;

/** The file formats and the files of an example, for the texts of {@code --help}. */
final class Formats {

    static final String CSV = """
            Files are CSV (RFC 4180), UTF-8, lines end with LF or CRLF, a byte order mark is skipped. The first line names
            the columns: exactly these, in any order. A fault anywhere refuses everything.
            """;

    static final String USAGE = """

            usage.csv  cluster,objectUid,objectKind,objectName,team,workloadKind,workloadName,step,owner,hardwareClass,
                       node,capacityType,resource,quantity,start,end,lastSeen,quality
              cluster, team, workloadName: DNS labels (team and workloadName may be empty: nobody's).
              objectKind: Pod, PersistentVolumeClaim, Node (capacity, never charged), Service.
              workloadKind: Workspace, PipelineRun, ModelEndpoint, Volume, System (shared cost), Other.
              capacityType: OnDemand, Spot or empty.  quality: Exact, Estimated.
              resource and the base units of quantity, a whole number: cpu (millicores), memory (bytes),
                accelerator/<model> and accelerator/<model>/<slice> (thousandths: 1000 is one), storage/<class> (bytes),
                loadbalancer (thousandths), egress/<zone> (bytes; no time).
              start, end, lastSeen: 2026-09-01T00:00:00Z; end is exclusive and empty while it lasts: charged up to lastSeen.
              A row may come again, in any order; rows of one object and resource must not overlap.
            """;

    static final String RATES = """

            rates.csv  id,cluster,resource,hardwareClass,capacityType,price,unit,currency,validFrom,validUntil,source
              id: unique; every line of the statement names it.  cluster, hardwareClass, capacityType: or * for any.
              price: a plain decimal per unit; 0 only with the source 'free'.
              unit: core-hour (cpu), GiB-hour or GiB-month (memory, storage), unit-hour (accelerators, load balancers),
                GiB (egress).  validUntil: exclusive, may be empty.
            """;

    static final String POOL = """

            pool.csv   cluster,amount,currency,text       what was paid for a cluster; several lines add up
            """;

    static final String FX = """

            fx.csv     month,base,quote,rate              2026-09,EUR,USD,1.0847: one EUR is 1.0847 USD
            """;

    static final String POLICY = """

            policy.csv cluster,idle,shared                hamburg,"Owners:team-a=50,team-b=30",ProRata
            """;

    static final String STATEMENT = """

            Result, csv: cluster,team,workloadKind,workloadName,step,resource,hardwareClass,capacityType,quantity,unit,
                         amount,currency,rateId,unitPrice,kind,note
              kind: Usage, Idle, Shared, Unallocated, Correction, Unpriced (no amount: the cluster is a draft), Residual.
              No total rows; the amounts of a cluster sum to its pool. A text that a spreadsheet would take for a formula
              begins with '.
            Result, json: the document of the month, all that the lines follow from, as canonical JSON (RFC 8785) with its
              SHA-256. 'verify' recomputes it; --closed takes it when a later month is made.

            """;

    static final String EXAMPLE_FILES = """
            Example (two GPUs for ten hours; paste it into a shell):

            cat > usage.csv <<'END'
            cluster,objectUid,objectKind,objectName,team,workloadKind,workloadName,step,owner,hardwareClass,node,capacityType,resource,quantity,start,end,lastSeen,quality
            hamburg,4f6c,Pod,train-0,vision,PipelineRun,train,fit,ada,gpu-large,,OnDemand,accelerator/H100,2000,2026-09-01T08:00:00Z,2026-09-01T18:00:00Z,2026-09-01T18:00:00Z,Exact
            END
            cat > rates.csv <<'END'
            id,cluster,resource,hardwareClass,capacityType,price,unit,currency,validFrom,validUntil,source
            h100,*,accelerator/H100,*,*,2.50,unit-hour,EUR,2026-01-01T00:00:00Z,,contract
            END
            """;

    private Formats() {}
}
