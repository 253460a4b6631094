import DailiesBitstream
package import DailiesMedia

extension Frame {
    /// Whether the colours are converted with the matrix of standard definition (ITU-R BT.601).
    ///
    /// Source: ITU-T H.273, where 5 and 6 are that matrix. If the matrix is unspecified, players
    /// assume the one of high definition for pictures of that size.
    package var hasStandardMatrix: Bool {
        let matrix = pictureFormat.colour.matrix
        return [5, 6].contains(matrix) || matrix == 2 && height < 720
    }
}
