// What is tried first wherever passwords of ten and more characters are guessed: looked up without a network.

const split = (text: string): Set<string> => new Set(text.trim().split(/\s+/))

/** Whole passwords, folded to lower case. */
export const COMMON_PASSWORDS = split(`
  1234567890 12345678910 123456789a a123456789 aa123456789 123456789q qq123456789 q123456789 1234567891
  0123456789 9876543210 0987654321 1122334455 1234512345 1212121212 1111111111 0000000000 6666666666 8888888888
  147258369a 147258369q 1472583690 789456123a 123321123321 123123123123 123456123456 1234qwerasdf qwer1234asdf
  asdf1234qwer 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc 1qazxsw23edc zaq12wsxcde3 qazwsxedcrfv q1w2e3r4t5
  q1w2e3r4t5y6 qwe123asd456 qweasdzxc123 123qweasdzxc zxcvbnm123 asdfghjkl1 asdfghjkl;' qwertyuiop[]
  1qaz@wsx3edc !qaz2wsx#edc 1qaz!qaz2wsx p@ssw0rd123 passw0rd123 pa$$w0rd123 abc123456789 abcd123456 abcd1234567
  a1b2c3d4e5 a1s2d3f4g5 aaa111222333 abc1234567 abcabc123123 aabbccddee 112233445566 123abc456def woaini1314
  woaini520 woaini5201314 wo5201314ni 5201314520 5201314aaa aini1314520 iloveyou1314 iloveyou520 love5201314
  1314520aaa zhang123456 wang123456 liu1234567 chen123456 li123456789 wuhan123456 wuhan2020aa china123456
  beijing2008 hubei123456 admin123456 admin@123456 admin888888 root123456 root@123456 test123456 test1234567
  user123456 guest12345 system12345 manager123 oracle123456 mysql123456 postgres123 changeme123 letmein1234
  welcome1234 welcome@123 default1234 p@ssword123 computer123 internet123 football123 baseball123 superman123
  sunshine123 princess123 michael1234 dragon12345 monkey12345 shadow12345 master12345 trustno1234 starwars123
  pokemon1234 whatever123 charlie1234 liverpool123 chelsea1234 arsenal1234 barcelona123 realmadrid1 linkedin123
  facebook123 google12345 qwerty12345 qwerty123456 qwert12345 asd123456789 zxc123456789 qaz123456789
  wsx123456789 mm123456789 ss123456789 zz123456789 xx123456789 lol123456789 computer01 administrator1
  administrator sysadmin123 superadmin1 netadmin123 huawei@123 huawei12#$ admin@huawei h3capadmin123 hik12345678
  hikvision123 tplink123456 xiaomi12345 tencent123 alibaba123 baidu123456 weixin12345 jiedao12345 shequ123456
  wangge12345 zhengwu123 zhengfu123 minzheng123
`)

/** Words that are no better for digits or signs around them. */
export const COMMON_WORDS = split(`
  password passwd passwort passcode pass admin administrator root superuser sysadmin system manager master test
  tester testing user guest demo default changeme letmein welcome hello helloworld login logon access secret
  private internet computer server database oracle mysql postgres qwerty qwertyuiop qwert asdf asdfgh asdfghjkl
  zxcvbn zxcvbnm qazwsx qazwsxedc qwe qweasd qweasdzxc abc abcd abcde abcdef abcabc aaa aaaa iloveyou loveyou
  love lovely sunshine princess superman batman spiderman starwars pokemon dragon monkey tiger football baseball
  basketball soccer hockey michael jordan charlie daniel thomas jessica jennifer ashley amanda nicole summer
  winter spring autumn flower freedom shadow whatever trustno google facebook linkedin microsoft windows apple
  samsung nokia huawei xiaomi tencent alibaba baidu weixin wechat taobao woaini woaiwo aini wo nihao zhongguo
  china beijing shanghai guangzhou shenzhen wuhan hubei wuchang hankou hanyang changjiang huanghe zhang wang li
  liu chen yang zhao huang zhou wu xu sun zhangsan lisi wangwu mima wodemima mimamima yonghu guanli guanliyuan
  ceshi shequ jiedao wangge wanggeyuan zhengwu zhengfu minzheng juweihui hotline gridworker grid
`)
