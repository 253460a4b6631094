/// The IDs of elements of a Matroska file (RFC 9559, 5.1).
enum MatroskaID {
    static let ebml: UInt32 = 0x1A45_DFA3
    static let documentType: UInt32 = 0x4282
    static let segment: UInt32 = 0x1853_8067
    static let void: UInt32 = 0xEC
    static let checksum: UInt32 = 0xBF

    // MARK: In the segment

    static let seekHead: UInt32 = 0x114D_9B74
    static let info: UInt32 = 0x1549_A966
    static let tracks: UInt32 = 0x1654_AE6B
    static let cluster: UInt32 = 0x1F43_B675
    static let cues: UInt32 = 0x1C53_BB6B
    static let tags: UInt32 = 0x1254_C367
    static let chapters: UInt32 = 0x1043_A770
    static let attachments: UInt32 = 0x1941_A469
    private static let signatures: UInt32 = 0x1B53_8667

    /// All elements that a segment may contain.
    static let inSegment: Set<UInt32> = [
        seekHead, info, tracks, cluster, cues, tags, chapters, attachments, signatures, void,
        checksum,
    ]

    // MARK: In Info

    static let timestampScale: UInt32 = 0x2A_D7B1
    static let duration: UInt32 = 0x4489

    // MARK: In Tracks

    static let track: UInt32 = 0xAE
    static let trackNumber: UInt32 = 0xD7
    static let trackType: UInt32 = 0x83
    static let codec: UInt32 = 0x86
    static let defaultDuration: UInt32 = 0x23_E383
    static let codecDelay: UInt32 = 0x56AA
    static let contentEncodings: UInt32 = 0x6D80
    static let contentEncoding: UInt32 = 0x6240
    static let contentEncodingType: UInt32 = 0x5033

    // MARK: In clusters

    static let timestamp: UInt32 = 0xE7
    static let simpleBlock: UInt32 = 0xA3
    static let blockGroup: UInt32 = 0xA0
    static let block: UInt32 = 0xA1
    static let blockDuration: UInt32 = 0x9B
    static let discardPadding: UInt32 = 0x75A2
    static let encryptedBlock: UInt32 = 0xAF

    /// All elements that a cluster may contain: also its position (0xA7), the size of the cluster
    /// before it (0xAB) and a list of silent tracks (0x5854).
    static let inCluster: Set<UInt32> = [
        timestamp, simpleBlock, blockGroup, encryptedBlock, 0xA7, 0xAB, 0x5854, void, checksum,
    ]
    /// All elements that a block group may contain: also additions (0x75A1), references (0xFB, 0xFA,
    /// 0xFD), the codec's state (0xA4), and parts of older versions (0xA2, 0x8E, 0xC8).
    static let inBlockGroup: Set<UInt32> = [
        block, blockDuration, discardPadding, encryptedBlock, 0x75A1, 0xFB, 0xFA, 0xFD, 0xA4,
        0xA2, 0x8E, 0xC8, void, checksum,
    ]

    // MARK: In Cues

    static let cuePoint: UInt32 = 0xBB
    static let cueTrackPositions: UInt32 = 0xB7
    static let cueClusterPosition: UInt32 = 0xF1
}
