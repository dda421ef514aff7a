namespace Carillon.Text;

/// <summary>How a text message travels; decided for the whole body.</summary>
public enum SmsEncoding
{
    Gsm7,
    Ucs2,
}

/// <summary>The names of the encodings outside.</summary>
public static class SmsEncodingNames
{
    extension(SmsEncoding encoding)
    {
        /// <summary>The name in the API and on pages: <c>GSM-7</c> or <c>UCS-2</c>.</summary>
        public string ApiName => encoding == SmsEncoding.Gsm7 ? "GSM-7" : "UCS-2";

        /// <summary>What one message holds alone.</summary>
        public int UnitsOfSingle => encoding == SmsEncoding.Gsm7 ? 160 : 70;

        /// <summary>What each part of a longer message holds, its header taken off.</summary>
        public int UnitsOfPart => encoding == SmsEncoding.Gsm7 ? 153 : 67;
    }
}
